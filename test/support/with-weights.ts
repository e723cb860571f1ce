import { withGraph, type TensorProto } from '../../src/onnx/messages.ts';
import type { Model } from '../../src/onnx/messages.ts';

/** The model with other weights, by name; all else is the SAME object. */
export function withWeights(model: Model, weights: ReadonlyMap<string, TensorProto>): Model {
  return withGraph(model, {
    initializer: model.graph.initializer.map((tensor) => weights.get(tensor.name) ?? tensor),
  });
}
