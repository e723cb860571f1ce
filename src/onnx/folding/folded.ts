/** Tensors that are known before the graph runs, as numbers. */
import { floatTensor, intTensor } from '../build.ts';
import { entriesOf, readFloats, readInts } from '../constants.ts';
import { DataType, type TensorProto } from '../messages.ts';

/** Row-major. An entry that depends on a free size is NaN, and so is everything computed from it. */
export interface Folded {
  /** BOOL, FLOAT, INT32 or INT64. */
  readonly type: number;
  readonly dims: readonly number[];
  readonly values: Float64Array;
}

/** Most entries of one tensor: enough for the indices of a large picture, not for weights. */
export const mostEntries = 2 ** 18;

let most = mostEntries;

/** Runs `work`, in which no tensor may have more entries than this. */
export function withAtMost<Result>(entries: number, work: () => Result): Result {
  most = entries;
  try {
    return work();
  } finally {
    most = mostEntries;
  }
}

/**
 * The number of entries of a tensor of these sizes.
 * @throws RangeError if there are too many, or a size is not known
 */
export function entryCount(dims: readonly number[]): number {
  const count = dims.reduce((product, size) => product * size, 1);
  if (dims.every((size) => size >= 0) && count <= most) return count;
  throw new RangeError(`A tensor of [${dims.join(', ')}] is not folded.`);
}

/** Undefined for other types, and for tensors with too many entries. */
export function readFolded(tensor: TensorProto): Folded | undefined {
  const dims = tensor.dims.map(Number);
  if (entriesOf(tensor) > mostEntries) return undefined;
  const { dataType: type } = tensor;
  const values =
    type === DataType.BOOL ? readTruths(tensor) : type === DataType.FLOAT ? readFloats(tensor) : readInts(tensor);
  return values === undefined ? undefined : { type, dims, values: new Float64Array(values) };
}

/** In the form that other code reads: integers and truth values as int64. */
export function toTensor(name: string, { type, dims, values }: Folded): TensorProto {
  if (type === DataType.FLOAT) return floatTensor(name, dims, new Float32Array(values));
  return intTensor(name, dims, [...values]);
}

export function isWhollyKnown({ values }: Folded): boolean {
  return !values.some(Number.isNaN);
}

/** The nearest number of the type; NaN if that is uncertain, as for an overflowing integer. */
export function held(type: number, value: number): number {
  if (type === DataType.FLOAT) return Math.fround(value);
  if (type === DataType.BOOL) return Number.isNaN(value) ? NaN : Number(value !== 0);
  const isHeld = type === DataType.INT32 ? value === (value | 0) : Number.isSafeInteger(value);
  return isHeld ? value + 0 : NaN;
}

function readTruths({ rawData, int32Data, externalData }: TensorProto): readonly number[] | undefined {
  if (externalData.length > 0) return undefined;
  return rawData.length > 0 ? [...rawData] : int32Data;
}
