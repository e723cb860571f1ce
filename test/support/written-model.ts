/** A graph as the bytes of an ONNX file of operator set 17. */
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { ModelProtoSchema, type GraphProtoSchema } from 'onnx-buf';
import type { Model } from '../../src/onnx/messages.ts';
import { writeModel } from '../../src/onnx/write.ts';

export function writtenModel(graph: MessageInitShape<typeof GraphProtoSchema>): Uint8Array<ArrayBuffer> {
  const model = create(ModelProtoSchema, { irVersion: 8n, opsetImport: [{ version: 17n }], graph }) as Model;
  return writeModel(model);
}
