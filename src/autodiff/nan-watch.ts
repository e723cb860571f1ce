/**
 * Makes NaN that arises inside a network reach its logits. On a GPU, ReLU may turn NaN into 0, so a failed network
 * gives plausible numbers. No extra read-back is needed: the logits show it.
 */
import { floatValue } from '../onnx/build.ts';
import { findFloats, findAncestors, indexGraph, valuesRead, type GraphIndex } from '../onnx/graph.ts';
import type { NodeProto } from '../onnx/messages.ts';
import { withGraph } from '../onnx/messages.ts';
import type { Model } from '../onnx/messages.ts';
import { GraphBuilder } from './graph-builder.ts';

type Makes = (graph: GraphIndex, node: NodeProto) => boolean;

/** Operators that turn finite numbers into NaN or infinity other than by overflow, and whether a given node can. */
const makers: ReadonlyMap<string, Makes> = new Map<string, Makes>([
  ...['Acos', 'Acosh', 'Asin', 'Atanh', 'Log', 'Mod', 'Reciprocal', 'ReduceLogSum', 'Sqrt', 'Tan'].map(
    (name) => [name, () => true] as const,
  ),
  ['Div', (graph, { input: [, divisor = ''] }) => findFloats(graph, divisor)?.includes(0) ?? true],
  ['Pow', (graph, { input: [, exponent = ''] }) => findFloats(graph, exponent)?.every(isPowerOfAll) !== true],
  [
    'BatchNormalization',
    (graph, { input }) => findFloats(graph, input[4] ?? '')?.some((spread) => spread <= 0) ?? true,
  ],
]);

/** Every number has such a power. */
function isPowerOfAll(exponent: number): boolean {
  return Number.isInteger(exponent) && exponent >= 0;
}

/** Operators that may turn NaN into a number, because they compare. */
const hiders: ReadonlySet<string> = new Set([
  ...[
    'Celu',
    'Clip',
    'Elu',
    'GlobalMaxPool',
    'GridSample',
    'HardSigmoid',
    'HardSwish',
    'LeakyRelu',
    'Max',
    'MaxPool',
    'Min',
    'PRelu',
  ],
  ...[
    'QuantizeLinear',
    'ReduceMax',
    'ReduceMin',
    'Relu',
    'Selu',
    'Sign',
    'Softplus',
    'Tanh',
    'ThresholdedRelu',
    'TopK',
    'Where',
  ],
]);

/** Their results are integers or truth values, not values of the picture. */
const ends: ReadonlySet<string> = new Set(['ArgMax', 'ArgMin', 'Cast', 'NonZero', 'Shape', 'Size']);

/**
 * The model with 0 · (the mean of every value that may be NaN and be hidden) added to its logits, which become NaN if
 * one of these is NaN or infinite, for all pictures of the batch. A model without such values is returned unchanged.
 * @param logits the output to watch, [N, classes]
 */
export function watchNaN(model: Model, logits: string): { readonly model: Model; readonly logits: string } {
  const graph = indexGraph(model);
  const watched = hiddenMakers(graph, logits);
  const output = model.graph.output.find(({ name }) => name === logits);
  if (watched.length === 0 || output === undefined) return { model, logits };
  const builder = new GraphBuilder(graph);
  // Zero comes from a tensor, so no compiler can fold the product away.
  const terms = watched.map((value) =>
    builder.emit('Mul', [builder.emit('ReduceMean', [value], { keepdims: { int: 0 } }), 0]),
  );
  const sum = terms.reduce((whole, term) => builder.emit('Add', [whole, term]));
  const watching = builder.alias(builder.emit('Add', [logits, sum]), `${logits}/watched`);
  return {
    model: withGraph(model, {
      node: [...graph.nodes, ...builder.nodes],
      initializer: [...model.graph.initializer, ...builder.initializers],
      output: model.graph.output.map((one) => (one === output ? floatValue(watching, dimsOf(one)) : one)),
    }),
    logits: watching,
  };
}

/** Values of the picture that may be NaN, and that an operator on the path to the logits may hide. */
function hiddenMakers(graph: GraphIndex, logits: string): string[] {
  const { nodes } = findAncestors(graph, logits);
  const ofPicture = new Set(graph.inputs.map(({ name }) => name));
  for (const node of nodes) {
    if (!ends.has(node.opType) && valuesRead(node).some((name) => ofPicture.has(name))) {
      for (const name of node.output) ofPicture.add(name);
    }
  }
  const hidden = new Set<string>();
  for (const node of nodes.toReversed()) {
    if (!hiders.has(node.opType) && !node.output.some((name) => hidden.has(name))) continue;
    for (const name of valuesRead(node)) hidden.add(name);
  }
  return nodes.flatMap((node) => {
    const [value = ''] = node.output;
    const isMaker = makers.get(node.opType)?.(graph, node) === true;
    return isMaker && ofPicture.has(value) && hidden.has(value) ? [value] : [];
  });
}

function dimsOf({ type }: Model['graph']['output'][number]): (number | string)[] {
  if (type?.value.case !== 'tensorType') return ['', ''];
  return (type.value.value.shape?.dim ?? []).map(({ value }) =>
    value.case === 'dimValue' ? Number(value.value) : (value.value ?? ''),
  );
}
