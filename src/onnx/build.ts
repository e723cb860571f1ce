/** Small constructors for ONNX messages, so graphs can be written concisely. */
import { create } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  NodeProtoSchema,
  TensorProto_DataType,
  TensorProtoSchema,
  ValueInfoProtoSchema,
  type AttributeProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from 'onnx-buf';

/** Integers are written as `bigint` or as the tagged `{ int }`, floats as plain numbers: ONNX tells them apart. */
export type AttributeValue =
  | { int: number }
  | { ints: readonly number[] }
  | { float: number }
  | { floats: readonly number[] }
  | { string: string };

export function attribute(name: string, value: AttributeValue): AttributeProto {
  const { FLOAT, FLOATS, INT, INTS, STRING } = AttributeProto_AttributeType;
  if ('int' in value) return create(AttributeProtoSchema, { name, type: INT, i: int64(value.int) });
  if ('ints' in value) return create(AttributeProtoSchema, { name, type: INTS, ints: value.ints.map(int64) });
  if ('float' in value) return create(AttributeProtoSchema, { name, type: FLOAT, f: value.float });
  if ('floats' in value) return create(AttributeProtoSchema, { name, type: FLOATS, floats: [...value.floats] });
  return create(AttributeProtoSchema, { name, type: STRING, s: new TextEncoder().encode(value.string) });
}

/** The largest and smallest, which mean "to the end", are rounded as plain numbers. */
function int64(value: number): bigint {
  if (value >= 2 ** 63) return 2n ** 63n - 1n;
  return value < -(2 ** 63) ? -(2n ** 63n) : BigInt(value);
}

/** A node, named after its first output. An empty input name stands for an omitted input. */
export function node(
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attributes: Readonly<Record<string, AttributeValue>> = {},
): NodeProto {
  return create(NodeProtoSchema, {
    name: output[0] ?? '',
    opType,
    input: [...input],
    output: [...output],
    attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
  });
}

/** A float32 tensor over the given values' own bytes (no copy; ONNX and every platform we run on are little-endian). */
export function floatTensor(name: string, dims: readonly number[], values: Float32Array): TensorProto {
  return create(TensorProtoSchema, {
    name,
    dataType: TensorProto_DataType.FLOAT,
    dims: dims.map(BigInt),
    rawData: new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength),
  });
}

/** An int64 tensor, as required for shapes and axes. */
export function intTensor(name: string, dims: readonly number[], values: readonly number[]): TensorProto {
  return create(TensorProtoSchema, {
    name,
    dataType: TensorProto_DataType.INT64,
    dims: dims.map(BigInt),
    rawData: new Uint8Array(BigInt64Array.from(values, int64).buffer),
  });
}

/** A float32 input or output; a named dimension is free, an empty name leaves it unspecified. */
export function floatValue(name: string, dims: readonly (number | string)[]): ValueInfoProto {
  return create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: 'tensorType',
        value: {
          elemType: TensorProto_DataType.FLOAT,
          shape: {
            dim: dims.map((dim) => (dim === '' ? {} : { value: dimension(dim) })),
          },
        },
      },
    },
  });
}

function dimension(dim: number | string) {
  if (typeof dim === 'number') return { case: 'dimValue' as const, value: BigInt(dim) };
  return { case: 'dimParam' as const, value: dim };
}
