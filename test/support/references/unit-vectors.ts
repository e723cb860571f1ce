/** Eight units in the last place of float32. */
const rounding = 2 ** -20;

/**
 * The vector of each position, one number per channel, seen from an origin and divided by its length.
 * @param tensor [pictures, channels, positions]
 * @param origins [pictures, channels]: subtracted first
 * @returns [pictures, channels, positions]; zeros where what is left is nothing but rounding beside the vector itself
 */
export function unitVectors(
  tensor: ArrayLike<number>,
  origins: ArrayLike<number>,
  channels: number,
  positions: number,
): Float64Array {
  const pictures = tensor.length / (channels * positions);
  const vectors = new Float64Array(tensor.length);
  for (let n = 0; n < pictures; n++) {
    for (let p = 0; p < positions; p++) {
      const place = (c: number): number => (n * channels + c) * positions + p;
      const whole = Array.from({ length: channels }, (_, c) => tensor[place(c)]!);
      const rest = whole.map((value, c) => value - origins[n * channels + c]!);
      const length = Math.hypot(...rest);
      if (length <= rounding * Math.hypot(...whole)) continue;
      rest.forEach((value, c) => (vectors[place(c)] = value / length));
    }
  }
  return vectors;
}
