/** The score being explained, Σ target · logits over the classes, and its gradient with respect to the logits. */
import { CamLensError } from '../errors.ts';
import type { GraphIndex } from '../onnx/graph.ts';
import { DataType } from '../onnx/messages.ts';
import type { Shape } from '../onnx/dimensions.ts';
import type { Shapes } from '../onnx/shapes.ts';
import type { EmittedOperator } from './emitted-operators.ts';
import type { GraphBuilder } from './graph-builder.ts';
import { linkOf, reshaping } from './link.ts';

/**
 * The value that holds the scores before softmax or sigmoid, [N, classes] or [N, classes, 1, 1]. A network with one
 * sigmoid has one class, whose score is the logit of the probability.
 * @param wanted the caller's choice, a value of the graph; default: the scores of the most suitable output (see
 *   bestHead)
 * @param classes the number of classes, if names determine it
 * @throws CamLensError `bad-option` if the graph has no such value, `model-unsupported` if none is suitable
 */
export function findLogits(graph: GraphIndex, shapes: Shapes, wanted?: string, classes?: number): string {
  const types = elementTypes(graph);
  const whyNot = (value: string): string | undefined => refusalOf(graph, shapes, types, value);
  const outputs = graph.outputs.slice(0, mostOutputs).map(({ name }) => name);
  const heads = findHeads(graph, shapes);
  const logits =
    wanted === undefined
      ? (bestHead(heads, shapes, classes)?.scores ?? stepBack(graph, shapes, outputs[0] ?? ''))
      : stepBack(graph, shapes, wanted);
  if (!graph.producers.has(logits)) {
    const listed = outputs.map((name) => `"${name}"`).join(', ');
    throw new CamLensError(
      'bad-option',
      `The model computes no value "${logits}" to use as logits. Its outputs: ${listed || 'none'}.`,
    );
  }
  const reason = labelsOnly(graph, shapes, logits) ?? whyNot(logits);
  if (reason !== undefined) throw new CamLensError('model-unsupported', reason);
  return logits;
}

/** An output that could hold the scores of classes. */
export interface Head {
  readonly output: string;
  /** The value before it becomes probabilities. */
  readonly scores: string;
}

/** The suitable outputs, in the file's order, without those of the same scores. */
export function findHeads(graph: GraphIndex, shapes: Shapes): readonly Head[] {
  const types = elementTypes(graph);
  const heads = new Map<string, Head>();
  for (const { name } of graph.outputs.slice(0, mostOutputs)) {
    const scores = stepBack(graph, shapes, name);
    if (!heads.has(scores) && refusalOf(graph, shapes, types, scores) === undefined) {
      heads.set(scores, { output: name, scores });
    }
  }
  return [...heads.values()];
}

/**
 * One with as many scores as there are class names; otherwise by name: one called logits first, auxiliary ones last.
 */
function bestHead(heads: readonly Head[], shapes: Shapes, classes: number | undefined): Head | undefined {
  const fitting = heads.filter(({ scores }) => classes !== undefined && shapes.get(scores)?.[1] === classes);
  const among = fitting.length > 0 ? fitting : heads;
  return (
    among.find(({ output }) => /^(logits?|outputs?)$/i.test(output)) ??
    among.find(({ output }) => !/aux/i.test(output)) ??
    among[0]
  );
}

/** Only this many outputs are considered: classifiers have one head, or a few. */
const mostOutputs = 100;

/** Value → its type as declared in the file. */
function elementTypes({ declared }: GraphIndex): ReadonlyMap<string, number> {
  return new Map(
    declared.flatMap(({ name, type }) =>
      type?.value.case === 'tensorType' ? [[name, type.value.value.elemType] as const] : [],
    ),
  );
}

const choosing: ReadonlySet<string> = new Set(['ArgMax', 'ArgMin']);

/** Why an output of labels cannot be explained, and which value to name instead. */
function labelsOnly(graph: GraphIndex, shapes: Shapes, output: string): string | undefined {
  let node = graph.producers.get(output);
  while (node !== undefined && (reshaping.has(node.opType) || node.opType === 'Cast')) {
    node = graph.producers.get(node.input[0] ?? '');
  }
  if (node === undefined || !choosing.has(node.opType)) return undefined;
  const title = `the ${node.opType} node "${node.name || (node.output[0] ?? '')}"`;
  const scores = stepBack(graph, shapes, node.input[0] ?? '');
  return (
    `The output "${output}" holds only labels, which ${title} derives from scores; labels have no gradient. ` +
    `Name the scores instead: "${scores}" (--output, or "logits" in the description).`
  );
}

/** Whether it is [N, classes] or [N, classes, 1, 1], or unknown. */
function mayBeRow(shape: Shape | undefined): boolean {
  return shape === undefined || shape.length === 2 || (shape.length === 4 && shape[2] === 1 && shape[3] === 1);
}

/** Why a value cannot be the logits, as a sentence. */
function refusalOf(
  graph: GraphIndex,
  shapes: Shapes,
  types: ReadonlyMap<string, number>,
  value: string,
): string | undefined {
  if (!graph.producers.has(value)) return `"${value}" is an input.`;
  const shape = shapes.get(value);
  if (!mayBeRow(shape))
    return (
      `The logits must be [N, classes], but "${value}" is [${(shape ?? []).map((size) => size || '?').join(', ')}]. Only classifiers ` +
      'can be explained: in a detector or another network, name a value that holds a score for each class (--output, or "logits" in the description).'
    );
  if ((types.get(value) ?? DataType.FLOAT) === DataType.FLOAT) return undefined;
  return `The logits "${value}" are not float32: export the model in float32.`;
}

/**
 * Emits the gradient of the score with respect to the logits, [N, classes], from the input `target` of that shape: the
 * target's row itself or, if that is all zero, the predicted class (1; tied classes share it).
 */
export function emitSeed(builder: GraphBuilder, logits: string, target: string): string {
  const emit = (opType: EmittedOperator, ...inputs: string[]): string => builder.emit(opType, inputs, {}, 'score');
  const overClasses = (opType: 'ReduceMax' | 'ReduceSum', value: string): string =>
    builder.emitOverAxes(opType, value, [1], { keepdims: { int: 1 } }, 'score');

  const isGiven = emit('Greater', overClasses('ReduceSum', emit('Abs', target)), builder.float(0));
  const isHighest = emit('Equal', logits, overClasses('ReduceMax', logits));
  const highest = emit('Where', isHighest, builder.float(1), builder.float(0));
  const predicted = emit('Div', highest, overClasses('ReduceSum', highest));
  return emit('Where', isGiven, target, predicted);
}

/**
 * From an output back to the scores behind its probabilities; the output itself if it holds none. The largest scores
 * (TopK) come from all scores, [N, classes]; [N] is a column of scores without its axis.
 */
function stepBack(graph: GraphIndex, shapes: Shapes, output: string): string {
  let logits = output;
  for (let node = graph.producers.get(output); node !== undefined; node = graph.producers.get(node.input[0] ?? '')) {
    const [input = ''] = node.input;
    const isBest = node.opType === 'TopK' && mayBeRow(shapes.get(input));
    if (linkOf(node) !== undefined || isBest) logits = input;
    else if (!reshaping.has(node.opType)) break;
    else if (shapes.get(logits)?.length === 1 && shapes.get(input)?.length === 2) logits = input;
  }
  return logits;
}
