/** The tail of a network: the part after one of its layers, which takes that layer's activations as input. */
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
import { showMaps } from './show-maps.ts';

export interface Tail {
  readonly model: Model;
  /** Input, float32 [N, C, H, W]: the layer's activations. */
  readonly input: string;
  /** Input, float32 [N, 3, H, W], if the logits also depend on the picture other than through the layer. */
  readonly image?: string;
  /** Output, float32 [N, classes], before a final softmax or sigmoid. */
  readonly logits: string;
}

/**
 * Cuts the network in two and returns the second part, without the nodes and weights of the first. Its weights are the
 * same objects as in the given model, which is not changed. Its batch is free even if the model's is not (a Reshape
 * with a constant batch still fixes it).
 *
 * @param layer a value of the graph that holds maps
 * @throws CamLensError `unknown-layer` if the graph has no such value, or the logits do not depend on it
 */
export function cutAt(given: Classifier, layer: string): Tail {
  checkLayer(given, layer, layer);
  const { classifier, mapOf } = showMaps(given, [layer]);
  const value = mapOf(layer);
  const { graph, shapes, image, scores } = classifier;
  if (!findAncestors(graph, scores).values.has(value)) {
    throw new CamLensError('unknown-layer', `The logits do not depend on the value "${layer}".`);
  }
  const builder = new GraphBuilder(graph);
  const output = emitLogits(builder, classifier);
  // The other outputs of a Split may still be needed.
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
    // Those of the file may have a constant batch.
    valueInfo: [],
  });
  const readsImage = tail.graph.input.some(({ name }) => name === image);
  return { model: tail, input: value, ...(readsImage ? { image } : {}), logits: output };
}

/** The batch's own name if it is already free. */
function freeBatch(shape: Shape | undefined): string {
  const [batch] = shape ?? [];
  return typeof batch === 'string' && batch !== '' ? batch : 'batch';
}
