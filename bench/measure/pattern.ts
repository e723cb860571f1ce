/** Values in the range of a picture with its mean subtracted. The content does not affect the time. */
export function pattern(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => 60 * Math.sin(0.37 * i));
}
