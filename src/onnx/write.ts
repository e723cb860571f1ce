/** Messages of the official schema → ONNX bytes; the same messages always give the same bytes. */
import { toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import type { Model } from './read.ts';

export function writeModel(model: Model): Uint8Array<ArrayBuffer> {
  return toBinary(ModelProtoSchema, model);
}
