/** What is explained: score = Σ target · logits over the classes, and its gradient with respect to the logits. */
import { CamLensError } from '../errors.ts';
import type { GraphIndex } from '../onnx/graph.ts';
import { DataType } from '../onnx/messages.ts';
import type { Shapes } from '../onnx/shapes.ts';
import type { EmittedOperator } from './emitted-operators.ts';
import type { GraphBuilder } from './graph-builder.ts';

/** Behind the logits of a network that ends in probabilities: gradients through it vanish where it is sure. */
const steppedOver: ReadonlySet<string> = new Set(['Identity', 'LogSoftmax', 'Softmax']);

/**
 * The value that holds the scores before softmax, [N, classes].
 * @param wanted the caller's choice; else the first output, before a final softmax
 * @throws CamLensError `bad-option` where the graph lacks the wanted value, `model-unsupported` where none will do
 */
export function findLogits(graph: GraphIndex, shapes: Shapes, wanted?: string): string {
  const logits = wanted ?? stepBack(graph, graph.outputs[0]?.name ?? '');
  if (!graph.producers.has(logits)) {
    const outputs = graph.outputs.map(({ name }) => `"${name}"`).join(', ');
    throw new CamLensError(
      'bad-option',
      `The model computes no value "${logits}" that could hold the logits. Its outputs: ${outputs || 'none'}.`,
    );
  }
  const shape = shapes.get(logits);
  if (shape !== undefined && shape.length !== 2) {
    const size = `[${shape.map((size) => size || '?').join(', ')}]`;
    throw new CamLensError('model-unsupported', `The logits must be [N, classes], but "${logits}" is ${size}.`);
  }
  const type = graph.declared.find(({ name }) => name === logits)?.type?.value;
  if (type?.case === 'tensorType' && type.value.elemType !== DataType.FLOAT) {
    throw new CamLensError('model-unsupported', `The logits "${logits}" are not float32: export the model in float32.`);
  }
  return logits;
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

function stepBack(graph: GraphIndex, value: string): string {
  const producer = graph.producers.get(value);
  if (producer === undefined || !steppedOver.has(producer.opType)) return value;
  return stepBack(graph, producer.input[0] ?? '');
}
