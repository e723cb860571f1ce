/** ONNX bytes → messages of the official schema. Tensors' raw bytes stay views of the file's bytes: nothing is copied. */
import { fromBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, type GraphProto, type ModelProto } from 'onnx-buf';
import { CamLensError } from '../errors.ts';
import { innerGraphs } from './graph.ts';
import { beyondLimit, limits } from './limits.ts';
import type { Model } from './messages.ts';
import { messageSize } from './message-size.ts';
import { completeTensors, externalFilesOf, type ExternalFiles } from './tensors.ts';

/**
 * Reads an ONNX file.
 * @param name what messages call the file
 * @param files that hold weights beside the model ("external data"), by the names the model calls them
 * @throws CamLensError `model-damaged` when the bytes are not an ONNX model, or one of its files is missing or cut off;
 * `limit-exceeded` where it has more parts than limits.ts allows
 */
export function readModel(bytes: Uint8Array, name = 'the model', files: ExternalFiles = {}): Model {
  return withFiles(parseModel(bytes, name), files);
}

/**
 * The model with the weights that lie in files beside it.
 * @throws CamLensError `model-damaged` when one of them is missing or cut off
 */
export function withFiles(parsed: Model, files: ExternalFiles): Model {
  completeTensors(parsed.graph, files);
  return parsed;
}

/**
 * The files that hold weights beside a model, by the names the model calls them; none for most.
 * @throws CamLensError `limit-exceeded`
 */
export function listExternalFiles(parsed: Model, name = 'the model'): readonly string[] {
  const files = externalFilesOf(parsed.graph);
  if (files.length > limits.files)
    throw beyondLimit(`The files of weights beside ${name} number`, files.length, limits.files);
  return files;
}

/**
 * As `readModel`, without the weights that lie in files beside it.
 * @throws CamLensError `model-damaged` when the bytes are not an ONNX model; `limit-exceeded`
 */
export function parseModel(bytes: Uint8Array, name = 'the model'): Model {
  const model = parse(bytes, name);
  if (model.graph === undefined || model.graph.node.length === 0) {
    throw new CamLensError('model-damaged', `${name} holds no ONNX graph.`);
  }
  const nodes = countNodes(model.graph);
  if (nodes > limits.nodes) throw beyondLimit(`The nodes of ${name} number`, nodes, limits.nodes);
  return model as Model;
}

function parse(bytes: Uint8Array, name: string): ModelProto {
  try {
    const sizeBytes = messageSize(ModelProtoSchema, bytes);
    const most = limits.messageBytes + 2 * bytes.length;
    if (sizeBytes > most)
      throw beyondLimit(`${name} has so many small parts that its bytes in memory would be`, sizeBytes, most);
    return fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    if (cause instanceof CamLensError) throw cause;
    throw new CamLensError('model-damaged', `${name} is not a readable ONNX file, or it was cut off.`, { cause });
  }
}

function countNodes(graph: GraphProto): number {
  let count = graph.node.length;
  for (const node of graph.node) for (const inner of innerGraphs(node)) count += countNodes(inner);
  return count;
}
