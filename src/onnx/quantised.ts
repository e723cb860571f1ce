/** Tensors of narrow integers, and the range of numbers that QuantizeLinear makes of them. */
import { intAttribute } from './attributes.ts';
import { entriesOf } from './constants.ts';
import { findConstant, findFloats, type GraphIndex } from './graph.ts';
import { DataType, type NodeProto, type TensorProto } from './messages.ts';

/** Values of the formats that integers are stored in; undefined for others. */
export function readIntegers(tensor: TensorProto): ArrayLike<number> | undefined {
  const { dataType, rawData, int32Data } = tensor;
  const makers: Readonly<Partial<Record<number, (buffer: ArrayBuffer) => ArrayLike<number>>>> = {
    [DataType.INT8]: (buffer) => new Int8Array(buffer),
    [DataType.UINT8]: (buffer) => new Uint8Array(buffer),
    [DataType.INT16]: (buffer) => new Int16Array(buffer),
    [DataType.UINT16]: (buffer) => new Uint16Array(buffer),
    [DataType.INT32]: (buffer) => new Int32Array(buffer),
  };
  const make = makers[dataType];
  if (make === undefined) return undefined;
  return rawData.length === 0 && entriesOf(tensor) > 0 ? int32Data : make(rawData.slice().buffer);
}

/** Smallest and largest integer of a format. */
const ranges: Readonly<Partial<Record<number, readonly [number, number]>>> = {
  [DataType.INT8]: [-128, 127],
  [DataType.UINT8]: [0, 255],
  [DataType.INT16]: [-32768, 32767],
  [DataType.UINT16]: [0, 65535],
};

/**
 * The smallest and largest number that a QuantizeLinear node can represent.
 * @returns undefined if scale or zero point is not one constant number, or the format is another
 */
export function quantisedRange(graph: GraphIndex, node: NodeProto): readonly [low: number, high: number] | undefined {
  const [, scaleName = '', zeroName = ''] = node.input;
  const scale = findFloats(graph, scaleName, 1);
  const zeroPoint = zeroName === '' ? undefined : findConstant(graph, zeroName);
  const zeros = zeroPoint === undefined || entriesOf(zeroPoint) !== 1 ? undefined : readIntegers(zeroPoint);
  if (scale?.[0] === undefined || (zeroName !== '' && zeros === undefined)) return undefined;
  const format = zeroPoint?.dataType ?? (intAttribute(node, 'output_dtype') || DataType.UINT8);
  const zero = zeros?.[0] ?? 0;
  const [step] = scale;
  const range = ranges[format];
  return range === undefined ? undefined : [(range[0] - zero) * step, (range[1] - zero) * step];
}
