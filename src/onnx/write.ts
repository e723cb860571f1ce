/**
 * Messages of the official schema → ONNX bytes; the same messages always give the same bytes as the plain protobuf
 * writer. That one copies every weight once for each enclosing message; here each is copied only once.
 */
import { create, toBinary, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import { GraphProtoSchema, ModelProtoSchema, TensorProtoSchema, type GraphProto, type TensorProto } from 'onnx-buf';
import { CamLensError } from '../errors.ts';
import type { Model } from './messages.ts';
import { own } from '../own.ts';

/** Numbers of fields in onnx.proto. */
const fields = { graphOfModel: 7, initializerOfGraph: 5, rawDataOfTensor: 9 };

/** Below this many bytes, an extra copy does not matter. */
const largeTensor = 4096;

/** The limit of one protobuf message. */
const mostBytes = 2 ** 31 - 1;

export function writeModel(model: Model): Uint8Array<ArrayBuffer> {
  const chunks = modelChunks(model);
  const bytes = new Uint8Array(lengthOf(chunks));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * The same bytes in chunks, in order; those of large weights are the model's own, not copies.
 * @throws CamLensError `model-unsupported` if there are more than fit one ONNX file, 2 GB
 */
export function modelChunks(model: Model): readonly Uint8Array<ArrayBuffer>[] {
  const [before, after] = around(ModelProtoSchema, model, fields.graphOfModel);
  const chunks = [before, ...delimited(fields.graphOfModel, graphChunks(model.graph)), after];
  const sizeBytes = lengthOf(chunks);
  if (sizeBytes <= mostBytes) return chunks;
  throw new CamLensError(
    'model-unsupported',
    `As one file the model has ${(sizeBytes / 1e9).toFixed(1)} GB; an ONNX file can have at most 2 GB.`,
  );
}

function graphChunks(graph: GraphProto): readonly Uint8Array<ArrayBuffer>[] {
  const [before, after] = around(GraphProtoSchema, graph, fields.initializerOfGraph);
  const weights = graph.initializer.flatMap((tensor) => delimited(fields.initializerOfGraph, tensorChunks(tensor)));
  return [before, ...weights, after];
}

function tensorChunks(tensor: TensorProto): readonly Uint8Array<ArrayBuffer>[] {
  if (tensor.rawData.length < largeTensor) return [toBinary(TensorProtoSchema, tensor)];
  const [before, after] = around(TensorProtoSchema, tensor, fields.rawDataOfTensor);
  return [before, ...delimited(fields.rawDataOfTensor, [tensor.rawData]), after];
}

/** The bytes of a message's fields before and after a given one. */
function around<Desc extends DescMessage>(
  schema: Desc,
  message: MessageShape<Desc>,
  number: number,
): readonly [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>] {
  const fieldValues = message as Readonly<Record<string, unknown>>;
  const [before, after] = [create(schema), create(schema)];
  for (const field of schema.fields) {
    if (field.number === number || !Object.hasOwn(message, field.localName)) continue;
    Object.assign(field.number < number ? before : after, { [field.localName]: own(fieldValues, field.localName) });
  }
  if (message.$unknown !== undefined) after.$unknown = message.$unknown;
  return [toBinary(schema, before), toBinary(schema, after)];
}

/** A length-delimited field: tag, length, value. */
function delimited(field: number, chunks: readonly Uint8Array<ArrayBuffer>[]): readonly Uint8Array<ArrayBuffer>[] {
  const lengthDelimited = 2;
  return [varint(field * 8 + lengthDelimited), varint(lengthOf(chunks)), ...chunks];
}

/** Seven bits per byte, lowest first; the highest bit says that more follow. */
function varint(value: number): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}

function lengthOf(chunks: readonly Uint8Array<ArrayBuffer>[]): number {
  return chunks.reduce((total, chunk) => total + chunk.length, 0);
}
