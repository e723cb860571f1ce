/**
 * ONNX bytes → messages of the official schema. Tensors' raw bytes are views of the file's bytes: nothing is copied.
 */
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
 * @param name of the file in messages
 * @param files external files with weights ("external data"), by their names in the model
 * @throws CamLensError `model-damaged` if the bytes are not an ONNX model, or one of its files is missing or truncated;
 *   `limit-exceeded` if it has more parts than limits.ts allows
 */
export function readModel(bytes: Uint8Array, name = 'the model', files: ExternalFiles = {}): Model {
  return withFiles(parseModel(bytes, name), files);
}

/**
 * The model with the weights from its external files.
 * @throws CamLensError `model-damaged` if one of them is missing or truncated
 */
export function withFiles(parsed: Model, files: ExternalFiles): Model {
  completeTensors(parsed.graph, files);
  return parsed;
}

/**
 * The external files with weights of a model, by their names in the model; most models have none.
 * @throws CamLensError `limit-exceeded`
 */
export function listExternalFiles(parsed: Model, name = 'the model'): readonly string[] {
  const files = externalFilesOf(parsed.graph);
  if (files.length > limits.files)
    throw beyondLimit(`The number of external files of ${name} is`, files.length, limits.files);
  return files;
}

/**
 * As `readModel`, without the weights in external files.
 * @throws CamLensError `model-damaged` if the bytes are not an ONNX model; `limit-exceeded`
 */
export function parseModel(bytes: Uint8Array, name = 'the model'): Model {
  const model = parse(bytes, name);
  if (model.graph === undefined || model.graph.node.length === 0) {
    throw new CamLensError('model-damaged', `${name} contains no ONNX graph.`);
  }
  const nodes = countNodes(model.graph);
  if (nodes > limits.nodes) throw beyondLimit(`The number of nodes of ${name} is`, nodes, limits.nodes);
  return model as Model;
}

function parse(bytes: Uint8Array, name: string): ModelProto {
  try {
    const sizeBytes = messageSize(ModelProtoSchema, bytes);
    const most = limits.messageBytes + 2 * bytes.length;
    if (sizeBytes > most)
      throw beyondLimit(`The size in memory of ${name}, which has many small parts, is`, sizeBytes, most);
    return fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    if (cause instanceof CamLensError) throw cause;
    throw new CamLensError('model-damaged', `${name} is not a readable ONNX file, or it was truncated.`, { cause });
  }
}

function countNodes(graph: GraphProto): number {
  let count = graph.node.length;
  for (const node of graph.node) for (const inner of innerGraphs(node)) count += countNodes(inner);
  return count;
}
