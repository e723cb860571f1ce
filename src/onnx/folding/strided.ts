import { stridesOf } from '../dimensions.ts';
import { entryCount, type Folded } from './folded.ts';

/**
 * Entries read at regular strides: the entry at [i, j, …] of the result is values[offset + i · steps[0] + j · steps[1]
 * + …].
 * @throws RangeError if there are too many
 */
export function readStrided(
  values: Float64Array,
  dims: readonly number[],
  steps: readonly number[],
  offset = 0,
): Float64Array {
  const result = new Float64Array(entryCount(dims));
  const at = dims.map(() => 0);
  let place = offset;
  for (let i = 0; i < result.length; i += 1) {
    result[i] = values[place]!;
    for (let axis = dims.length - 1; axis >= 0; axis -= 1) {
      at[axis]! += 1;
      place += steps[axis]!;
      if (at[axis]! < dims[axis]!) break;
      place -= steps[axis]! * dims[axis]!;
      at[axis] = 0;
    }
  }
  return result;
}

/** The sizes that all of these broadcast to. @throws RangeError if they do not fit */
export function broadcastSizes(all: readonly (readonly number[])[]): readonly number[] {
  const rank = Math.max(0, ...all.map((dims) => dims.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = all.map((dims) => dims[axis - rank + dims.length] ?? 1);
    const size = sizes.find((each) => each !== 1) ?? 1;
    if (sizes.every((each) => each === 1 || each === size)) return size;
    throw new RangeError(`Sizes ${sizes.join(' and ')} do not broadcast.`);
  });
}

/** The entries, repeated to fill the sizes that the tensor broadcasts to. */
export function broadcastTo({ dims, values }: Folded, wanted: readonly number[]): Float64Array {
  const own = stridesOf(dims);
  const steps = wanted.map((_, i) => {
    const axis = i - wanted.length + dims.length;
    return (dims[axis] ?? 1) === 1 ? 0 : own[axis]!;
  });
  return readStrided(values, wanted, steps);
}
