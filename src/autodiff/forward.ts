/** A classifier that outputs only its logits, for runs without gradients. */
import { floatValue } from '../onnx/build.ts';
import type { Model } from '../onnx/messages.ts';
import { emitLogits, type Classifier } from './classifier.ts';
import { GraphBuilder } from './graph-builder.ts';
import { withParts } from './prune.ts';

export interface ForwardModel {
  readonly model: Model;
  /** Input, float32 [N, 3, H, W]. */
  readonly image: string;
  /** Output, float32 [N, classes], before a final softmax or sigmoid. */
  readonly logits: string;
}

/** Weights are the same objects as in the given model, which is not changed. */
export function toForward(classifier: Classifier): ForwardModel {
  const { graph, shapes, image, scores } = classifier;
  const builder = new GraphBuilder(graph);
  const output = emitLogits(builder, classifier);
  const forward = withParts(classifier.model, {
    nodes: [...graph.nodes, ...builder.nodes],
    initializers: [...classifier.model.graph.initializer, ...builder.initializers],
    inputs: graph.inputs,
    outputs: [floatValue(output, shapes.get(scores)?.slice(0, 2) ?? ['', ''])],
  });
  return { model: forward, image, logits: output };
}
