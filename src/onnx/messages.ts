/** The messages of the official ONNX schema that the rest of the project speaks of, and how one is changed. */
import { create } from '@bufbuild/protobuf';
import { GraphProtoSchema, ModelProtoSchema, type GraphProto } from 'onnx-buf';
import type { Model } from './read.ts';

export type { AttributeProto, GraphProto, NodeProto, TensorProto, ValueInfoProto } from 'onnx-buf';
export { TensorProto_DataType as DataType } from 'onnx-buf';

/** ir_version 4 is the first in which a weight need not be an input too. */
const weightsApartFromInputs = 4n;

/**
 * A new model with some parts of the graph replaced. Everything else, every weight first of all, is the SAME object:
 * nothing is copied, and the model given is not changed.
 */
export function withGraph(
  model: Model,
  changes: Partial<Pick<GraphProto, 'node' | 'initializer' | 'input' | 'output'>>,
): Model {
  const graph = create(GraphProtoSchema, { ...model.graph, ...changes });
  const irVersion = model.irVersion < weightsApartFromInputs ? weightsApartFromInputs : model.irVersion;
  return create(ModelProtoSchema, { ...model, irVersion, graph }) as Model;
}
