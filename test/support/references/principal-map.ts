import { sum, tensor } from './sum.ts';

/**
 * EigenCAM: activations as a matrix X of positions × channels, every channel centred → X·v, v its first right singular
 * vector, by the power iteration v ← XᵀX·v.
 *
 * The sign: of the places furthest from 0, within 1e-4 of the distance, the first is positive. Zeros where the map is nothing
 * but float32's rounding beside the means of the channels.
 * @param activations [pictures, channels, positions]
 * @returns [pictures, positions]
 */
export function principalMap(activations: ArrayLike<number>, channels: number, positions: number): Float64Array {
  const pictures = activations.length / (channels * positions);
  return Float64Array.from(
    Array.from({ length: pictures }, (_, n) => {
      const channel = (c: number): number[] =>
        Array.from({ length: positions }, (__, p) => activations[(n * channels + c) * positions + p]!);
      return [...ofOne(Array.from({ length: channels }, (__, c) => channel(c)))];
    }).flat(),
  );
}

function ofOne(channels: readonly (readonly number[])[]): Float64Array {
  const positions = channels[0]!.length;
  const means = channels.map((values) => sum(positions, (p) => values[p]!) / positions);
  // A channel that does not vary is centred to exactly 0, whatever its mean was rounded to.
  const columns = channels.map((values, c) =>
    values.every((value) => value === values[0]) ? values.map(() => 0) : values.map((value) => value - means[c]!),
  );
  const map = leading(columns);
  const furthest = Math.max(...map.map(Math.abs));
  if (!(furthest > Math.hypot(...means) / 2 ** 20)) return new Float64Array(positions);
  const first = map.find((value) => Math.abs(value) >= 0.9999 * furthest)!;
  return map.map((value) => Math.sign(first) * value);
}

/** X·v, once the unit vector v moves by less than 1e-12. */
function leading(columns: readonly (readonly number[])[]): Float64Array {
  const positions = columns[0]!.length;
  const times = (v: Float64Array): Float64Array =>
    tensor(positions, (p) => sum(columns.length, (c) => columns[c]![p]! * v[c]!));
  // Where two singular values are equal, this start decides: numbers from −1 to 1 without any pattern.
  let v = unit(tensor(columns.length, (c) => Math.floor((((c + 1) * 2654435769) % 2 ** 32) / 2 ** 8) / 2 ** 23 - 1));
  for (let iteration = 0; iteration < 20_000; iteration++) {
    const map = times(v);
    const next = unit(tensor(columns.length, (c) => sum(positions, (p) => columns[c]![p]! * map[p]!)));
    const move = Math.hypot(...next.map((entry, c) => entry - v[c]!));
    v = next;
    if (move < 1e-12) break;
  }
  return times(v);
}

/** A vector of zeros stays one. */
function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(sum(vector.length, (i) => vector[i]! ** 2));
  return length === 0 ? vector : vector.map((entry) => entry / length);
}
