/** ONNX bytes → messages of the official schema. Tensors' raw bytes stay views of the file's bytes: nothing is copied. */
import { fromBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, type GraphProto, type ModelProto } from 'onnx-buf';
import { CamLensError } from '../errors.ts';
import { completeTensors, externalFilesOf, type ExternalFiles } from './tensors.ts';

/** A model whose graph is known to be there. */
export type Model = ModelProto & { graph: GraphProto };

/**
 * Reads an ONNX file.
 * @param name what messages call the file
 * @param files that hold weights beside the model ("external data"), by the names the model calls them
 * @throws CamLensError `model-damaged` when the bytes are not an ONNX model, or one of its files is missing or cut off
 */
export function readModel(bytes: Uint8Array, name = 'the model', files: ExternalFiles = {}): Model {
  const model = parseModel(bytes, name);
  completeTensors(model.graph, files);
  return model;
}

/**
 * The files that hold weights beside a model, by the names the model calls them; none for most.
 * @throws CamLensError `model-damaged` when the bytes are not an ONNX model
 */
export function listExternalFiles(bytes: Uint8Array, name = 'the model'): readonly string[] {
  return externalFilesOf(parseModel(bytes, name).graph);
}

function parseModel(bytes: Uint8Array, name: string): Model {
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    throw new CamLensError('model-damaged', `${name} is not a readable ONNX file, or it was cut off.`, { cause });
  }
  if (model.graph === undefined || model.graph.node.length === 0) {
    throw new CamLensError('model-damaged', `${name} holds no ONNX graph.`);
  }
  return model as Model;
}
