/** A small model from its parts; weights named in the nodes are looked up in `weights`. */
import { create } from '@bufbuild/protobuf';
import { GraphProtoSchema, ModelProtoSchema, OperatorSetIdProtoSchema } from 'onnx-buf';
import type { NodeProto, TensorProto, ValueInfoProto } from '../../src/onnx/messages.ts';
import type { Model } from '../../src/onnx/messages.ts';

export interface ModelParts {
  readonly nodes: readonly NodeProto[];
  readonly inputs: readonly ValueInfoProto[];
  readonly outputs: readonly ValueInfoProto[];
  readonly weights?: readonly TensorProto[];
  readonly opset?: number;
}

export function buildModel({ nodes, inputs, outputs, weights = [], opset = 17 }: ModelParts): Model {
  const graph = create(GraphProtoSchema, {
    name: 'test',
    node: [...nodes],
    input: [...inputs],
    output: [...outputs],
    initializer: [...weights],
  });
  const opsetImport = [create(OperatorSetIdProtoSchema, { domain: '', version: BigInt(opset) })];
  return create(ModelProtoSchema, { irVersion: 8n, opsetImport, graph }) as Model;
}
