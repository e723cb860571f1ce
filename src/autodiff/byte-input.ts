/** Pictures must be float32: a model that takes bytes, and casts them to floats itself, is given the floats. */
import { intAttribute } from '../onnx/attributes.ts';
import { DataType, withElementType, withGraph, type Model, type ValueInfoProto } from '../onnx/messages.ts';
import type { InferredGraph } from '../onnx/shapes.ts';

/** May come between the input and the Cast: they move entries, whatever their type. */
const moving: ReadonlySet<string> = new Set(['Identity', 'Reshape', 'Slice', 'Squeeze', 'Transpose', 'Unsqueeze']);

/**
 * Returns the given model if no such input exists. Values stay 0 … 255; a Cast of floats to floats changes nothing.
 * @param inferred what is known about the model
 */
export function floatsForBytes(model: Model, inferred: InferredGraph): Model {
  const changed = new Set(
    inferred.graph.inputs.filter(takesBytes).flatMap(({ name }) => valuesBeforeCasts(name, inferred) ?? []),
  );
  if (changed.size === 0) return model;
  const asFloats = (infos: readonly ValueInfoProto[]): ValueInfoProto[] =>
    infos.map((info) => (changed.has(info.name) ? withElementType(info, DataType.FLOAT) : info));
  return withGraph(model, { input: asFloats(model.graph.input), valueInfo: asFloats(model.graph.valueInfo) });
}

export function takesBytes({ type }: ValueInfoProto): boolean {
  return type?.value.case === 'tensorType' && type.value.value.elemType === DataType.UINT8;
}

/** The input and what is moved from it; undefined unless all of it is cast to floats before it is computed with. */
function valuesBeforeCasts(input: string, { graph }: InferredGraph): readonly string[] | undefined {
  const values = [input];
  for (const value of values) {
    for (const node of graph.consumers.get(value) ?? []) {
      if (node.opType === 'Shape') continue;
      if (node.opType === 'Cast' && intAttribute(node, 'to') === DataType.FLOAT) continue;
      if (!moving.has(node.opType) || node.input[0] !== value) return undefined;
      values.push(...node.output);
    }
  }
  return values.some((value) => graph.outputs.some(({ name }) => name === value)) ? undefined : values;
}
