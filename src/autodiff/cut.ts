/** The tail of a network: what stands behind one of its layers, fed with that layer's activations. */
import { CamLensError } from '../errors.ts';
import { floatValue } from '../onnx/build.ts';
import type { Shape } from '../onnx/dimensions.ts';
import { findAncestors } from '../onnx/graph.ts';
import { withNode } from '../onnx/messages.ts';
import type { Model } from '../onnx/messages.ts';
import { checkLayer } from './check-layer.ts';
import { emitLogits, type Classifier } from './classifier.ts';
import { GraphBuilder } from './graph-builder.ts';
import { withParts } from './prune.ts';

export interface Tail {
  readonly model: Model;
  /** Input, float32 [N, C, H, W]: the layer's activations, under the value's own name. */
  readonly input: string;
  /** Input, float32 [N, 3, H, W], where the logits depend on the picture by another way than the layer too. */
  readonly image?: string;
  /** Output, float32 [N, classes], before a final softmax or sigmoid. */
  readonly logits: string;
}

/**
 * Cuts the network in two and returns the second part, without the nodes and weights of the first; weights kept are the
 * same objects as in the model given, which is not changed. Its batch is free even where the model's is not (a Reshape
 * that has the batch written in still holds it to that).
 *
 * @param value of the graph, [N, C, H, W]
 * @throws CamLensError `unknown-layer` where the graph has no such value, or the logits do not depend on it
 */
export function cutAt(classifier: Classifier, value: string): Tail {
  const { graph, shapes, image, scores } = classifier;
  checkLayer(classifier, value, value);
  if (!findAncestors(graph, scores).values.has(value)) {
    throw new CamLensError('unknown-layer', `The logits do not depend on the value "${value}".`);
  }
  const builder = new GraphBuilder(graph);
  const output = emitLogits(builder, classifier);
  // Of a Split, the other pieces may still be needed.
  const unread = builder.fresh(`${value}/unread`);
  const nodes = graph.nodes.map((node) =>
    node.output.includes(value)
      ? withNode(node, { output: node.output.map((name) => (name === value ? unread : name)) })
      : node,
  );
  const batch = freeBatch(shapes.get(value));
  const declare = (name: string, shape: Shape = ['', '', '', '']) => floatValue(name, [batch, ...shape.slice(1)]);
  const tail = withParts(classifier.model, {
    nodes: [...nodes, ...builder.nodes],
    initializers: [...classifier.model.graph.initializer, ...builder.initializers],
    inputs: [declare(value, shapes.get(value)), declare(image, shapes.get(image))],
    outputs: [declare(output, shapes.get(scores)?.slice(0, 2) ?? ['', ''])],
    // Those of the file may have the batch written in.
    valueInfo: [],
  });
  const readsImage = tail.graph.input.some(({ name }) => name === image);
  return { model: tail, input: value, ...(readsImage ? { image } : {}), logits: output };
}

/** The batch's own name where it is free already. */
function freeBatch(shape: Shape | undefined): string {
  const [batch] = shape ?? [];
  return typeof batch === 'string' && batch !== '' ? batch : 'batch';
}
