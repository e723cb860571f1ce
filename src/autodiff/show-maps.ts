/**
 * Rewrites a graph so that some of its values pass through maps [N, C, H, W]: a Transpose of channels that are last, or
 * the positions among tokens, sliced and reshaped; and back, with the other tokens as they were. All that reads the value
 * reads what comes back, which is equal, so a map's gradient is that of the positions.
 */
import { CamLensError } from '../errors.ts';
import { indexGraph } from '../onnx/graph.ts';
import { withGraph } from '../onnx/messages.ts';
import { readingInstead } from './channels-first.ts';
import { Classifier } from './classifier.ts';
import { GraphBuilder } from './graph-builder.ts';
import { findOrder, isPlain, type MapOrder } from './maps.ts';

export interface ShownMaps {
  readonly classifier: Classifier;
  /** From a value to the map that holds its entries: another value, or the value itself. */
  readonly mapOf: (value: string) => string;
}

/**
 * @param values that are maps at some picture size (see checkLayer)
 * @returns the given classifier if all of them are [N, C, H, W]
 * @throws CamLensError `operator-unsupported` if their maps have a size only once the picture's size is known
 */
export function showMaps(classifier: Classifier, values: readonly string[]): ShownMaps {
  const orders = [...new Set(values)].map((value) => [value, orderOf(classifier, value)] as const);
  const turned = orders.filter(([, order]) => !isPlain(order));
  if (turned.length === 0) return { classifier, mapOf: (value) => value };
  const builder = new GraphBuilder(classifier.graph);
  const shown = new Map(turned.map(([value, order]) => [value, passThrough(builder, value, order)]));
  const returned = new Map([...shown].map(([value, { back }]) => [value, back]));
  const { model, graph, scores } = classifier;
  const changed = withGraph(model, {
    node: [...graph.nodes.map((node) => readingInstead(node, returned)), ...builder.nodes],
    initializer: [...model.graph.initializer, ...builder.initializers],
  });
  return {
    classifier: new Classifier(changed, scores, undefined, indexGraph(changed)),
    mapOf: (value) => shown.get(value)?.map ?? value,
  };
}

function orderOf(classifier: Classifier, value: string): MapOrder {
  const order = findOrder(classifier, value);
  if (order !== undefined) return order;
  throw new CamLensError(
    'operator-unsupported',
    `The value "${value}" holds tokens, and which map they form is known only for a fixed size of the picture.`,
  );
}

interface PassedThrough {
  readonly map: string;
  readonly back: string;
}

function passThrough(builder: GraphBuilder, value: string, order: MapOrder): PassedThrough {
  const emit = (
    opType: 'Reshape' | 'Transpose' | 'Slice' | 'Concat',
    inputs: string[],
    perm?: readonly number[],
  ): string => builder.emit(opType, inputs, perm === undefined ? {} : { perm: { ints: perm } }, `map/${value}`);
  const { tokens, channels, height, width } = order;
  if (tokens === undefined) {
    const perm = [0, channels.axis, height.axis, width.axis];
    const map = emit('Transpose', [value], perm);
    return { map, back: emit('Transpose', [map], inverse(perm)) };
  }
  const axis = height.axis;
  const positions = tokens.height * tokens.width;
  const end = tokens.before + positions;
  const cut = (from: number, to: number): string =>
    emit('Slice', [value, builder.ints([from]), builder.ints([to]), builder.ints([axis]), builder.ints([1])]);
  const isAlone = tokens.before === 0 && tokens.after === 0;
  const own = isAlone ? value : cut(tokens.before, end);
  // In a Reshape, 0 keeps the size at its place, and -1 stands for what is left.
  const isLast = channels.axis > axis;
  const grid = [tokens.height, tokens.width];
  const rows = emit('Reshape', [own, builder.ints(isLast ? [0, ...grid, -1] : [0, 0, ...grid])]);
  const perm = [0, 3, 1, 2];
  const map = isLast ? emit('Transpose', [rows], perm) : rows;
  const turned = isLast ? emit('Transpose', [map], inverse(perm)) : map;
  const row = emit('Reshape', [turned, builder.ints(isLast ? [0, positions, -1] : [0, 0, positions])]);
  if (isAlone) return { map, back: row };
  const around = [
    ...(tokens.before > 0 ? [cut(0, tokens.before)] : []),
    row,
    ...(tokens.after > 0 ? [cut(end, end + tokens.after)] : []),
  ];
  return { map, back: builder.emit('Concat', around, { axis: { int: axis } }, `map/${value}`) };
}

function inverse(perm: readonly number[]): readonly number[] {
  return perm.map((_, axis) => perm.indexOf(axis));
}
