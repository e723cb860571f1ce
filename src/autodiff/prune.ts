import { valuesRead } from '../onnx/graph.ts';
import { withGraph, type NodeProto, type TensorProto, type ValueInfoProto } from '../onnx/messages.ts';
import type { Model } from '../onnx/messages.ts';

export interface GraphParts {
  /** In topological order. */
  readonly nodes: readonly NodeProto[];
  readonly initializers: readonly TensorProto[];
  readonly inputs: readonly ValueInfoProto[];
  readonly outputs: readonly ValueInfoProto[];
  /** Declared shapes of intermediate values; default: the model's. */
  readonly valueInfo?: readonly ValueInfoProto[];
}

/**
 * The model with these parts, without anything that no output needs: unused parts would cause warnings, use memory or
 * require inputs.
 */
export function withParts(model: Model, parts: GraphParts): Model {
  const { nodes, initializers, inputs, outputs, valueInfo = model.graph.valueInfo } = parts;
  const used = new Set(outputs.map(({ name }) => name));
  const kept: NodeProto[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.output.some((name) => used.has(name))) continue;
    kept.push(node);
    for (const name of valuesRead(node)) used.add(name);
  }
  return withGraph(model, {
    node: kept.reverse(),
    initializer: initializers.filter(({ name }) => used.has(name)),
    input: inputs.filter(({ name }) => used.has(name)),
    output: [...outputs],
    valueInfo: [...valueInfo],
  });
}
