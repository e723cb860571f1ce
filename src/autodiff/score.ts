/** What is explained: score = Σ target · logits over the classes, and its gradient with respect to the logits. */
import { CamLensError } from '../errors.ts';
import type { GraphIndex } from '../onnx/graph.ts';
import { DataType } from '../onnx/messages.ts';
import type { Shapes } from '../onnx/shapes.ts';
import type { EmittedOperator } from './emitted-operators.ts';
import type { GraphBuilder } from './graph-builder.ts';

/** Behind the logits of a network that ends in probabilities: gradients through it vanish where it is sure. */
const probabilities: ReadonlySet<string> = new Set(['LogSoftmax', 'Sigmoid', 'Softmax']);

/** May stand between the probabilities and the output. */
const reshaping: ReadonlySet<string> = new Set(['Flatten', 'Identity', 'Reshape', 'Squeeze', 'Unsqueeze']);

/**
 * The value that holds the scores before softmax or sigmoid, [N, classes] or [N, classes, 1, 1]. A network of one sigmoid
 * has one class, and its score is the logit of the probability.
 * @param wanted the caller's choice; else the first output that will do, before the probabilities
 * @throws CamLensError `bad-option` where the graph lacks the wanted value, `model-unsupported` where none will do
 */
export function findLogits(graph: GraphIndex, shapes: Shapes, wanted?: string): string {
  const types = elementTypes(graph);
  const whyNot = (value: string): string | undefined => refusalOf(graph, shapes, types, value);
  const outputs = graph.outputs.slice(0, mostOutputs).map(({ name }) => name);
  const found = wanted === undefined ? outputs.map((name) => stepBack(graph, name)) : [];
  const logits = wanted ?? found.find((value) => whyNot(value) === undefined) ?? found[0] ?? '';
  if (!graph.producers.has(logits)) {
    const listed = outputs.map((name) => `"${name}"`).join(', ');
    throw new CamLensError(
      'bad-option',
      `The model computes no value "${logits}" that could hold the logits. Its outputs: ${listed || 'none'}.`,
    );
  }
  const reason = whyNot(logits);
  if (reason !== undefined) throw new CamLensError('model-unsupported', reason);
  return logits;
}

/** Of the outputs, the first so many are looked at: classifiers have one, or a few heads. */
const mostOutputs = 100;

/** Value → the type that the file declares for it. */
function elementTypes({ declared }: GraphIndex): ReadonlyMap<string, number> {
  return new Map(
    declared.flatMap(({ name, type }) =>
      type?.value.case === 'tensorType' ? [[name, type.value.value.elemType] as const] : [],
    ),
  );
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
  const isRow = shape === undefined || shape.length === 2 || (shape.length === 4 && shape[2] === 1 && shape[3] === 1);
  if (!isRow)
    return `The logits must be [N, classes], but "${value}" is [${shape.map((size) => size || '?').join(', ')}].`;
  if ((types.get(value) ?? DataType.FLOAT) === DataType.FLOAT) return undefined;
  return `The logits "${value}" are not float32: export the model in float32.`;
}

/**
 * Emits the gradient of the score with respect to the logits, [N, classes], from the input `target` of that shape: the
 * target's row itself, or where that is all zero the predicted class (1; tied classes share it).
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

/** From an output to what its probabilities are made of; the output itself where it holds none. */
function stepBack(graph: GraphIndex, output: string): string {
  let logits = output;
  for (let node = graph.producers.get(output); node !== undefined; node = graph.producers.get(node.input[0] ?? '')) {
    if (probabilities.has(node.opType)) logits = node.input[0] ?? '';
    else if (!reshaping.has(node.opType)) break;
  }
  return logits;
}
