/** Values that are known before the graph runs: initializers and the outputs of Constant nodes. */
import { floatTensor, intTensor } from './build.ts';
import { DataType, type NodeProto, type TensorProto } from './messages.ts';

/** According to its shape. */
export function entriesOf({ dims }: Pick<TensorProto, 'dims'>): number {
  return dims.reduce((product, dim) => product * Number(dim), 1);
}

/** The integers of an int64 or int32 tensor, however the file stores them. Undefined for other types, or bytes elsewhere. */
export function readInts(tensor: TensorProto): readonly number[] | undefined {
  if (tensor.externalData.length > 0) return undefined;
  const bytes = tensor.rawData;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (tensor.dataType === DataType.INT64) {
    if (bytes.length === 0) return tensor.int64Data.map(Number);
    return Array.from({ length: bytes.length / 8 }, (_, i) => Number(view.getBigInt64(8 * i, true)));
  }
  if (tensor.dataType === DataType.INT32) {
    if (bytes.length === 0) return tensor.int32Data;
    return Array.from({ length: bytes.length / 4 }, (_, i) => view.getInt32(4 * i, true));
  }
  return undefined;
}

/** As `readInts`, for float32. */
export function readFloats(tensor: TensorProto): readonly number[] | undefined {
  if (tensor.externalData.length > 0 || tensor.dataType !== DataType.FLOAT) return undefined;
  const bytes = tensor.rawData;
  if (bytes.length === 0) return tensor.floatData;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

/** The tensor of a Constant node, which ONNX allows to be a tensor or plain numbers (others: undefined). */
export function constantTensor(node: NodeProto): TensorProto | undefined {
  if (node.opType !== 'Constant') return undefined;
  const made = written.get(node) ?? writtenTensor(node);
  if (made !== undefined) written.set(node, made);
  return made;
}

/** Nodes' tensors are requested many times. */
const written = new WeakMap<NodeProto, TensorProto>();

function writtenTensor(node: NodeProto): TensorProto | undefined {
  const [attribute] = node.attribute;
  if (attribute === undefined) return undefined;
  const name = node.output[0] ?? '';
  if (attribute.name === 'value') return attribute.t;
  if (attribute.name === 'value_int') return intTensor(name, [], [Number(attribute.i)]);
  if (attribute.name === 'value_float') return floatTensor(name, [], Float32Array.of(attribute.f));
  if (attribute.name === 'value_floats') {
    return floatTensor(name, [attribute.floats.length], Float32Array.from(attribute.floats));
  }
  if (attribute.name === 'value_ints') return intTensor(name, [attribute.ints.length], attribute.ints.map(Number));
  return undefined;
}
