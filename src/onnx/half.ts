/** The two 16-bit formats as float32, exactly, and float32 to float16. */

/** The float32 number of each of the 65,536 patterns of float16 (IEEE 754 binary16), made when first asked for. */
let halves: Float32Array<ArrayBuffer> | undefined;

/** @param patterns of float16 */
export function fromFloat16(patterns: ArrayLike<number>): Float32Array<ArrayBuffer> {
  halves ??= Float32Array.from({ length: 2 ** 16 }, (_, bits) => halfValue(bits));
  const table = halves;
  return Float32Array.from(patterns, (bits) => table[bits]!);
}

function halfValue(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** @param patterns of bfloat16: the upper half of a float32 */
export function fromBfloat16(patterns: ArrayLike<number>): Float32Array<ArrayBuffer> {
  return new Float32Array(Uint32Array.from(patterns, (bits) => (bits << 16) >>> 0).buffer);
}

/** Rounds to the nearest float16, to even at halfway; beyond ±65,504 and half a step to infinity. @returns patterns */
export function toFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Uint16Array.from(bits, halfBits);
}

function halfBits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  // 65,520 lies halfway between the largest float16 and what would come next.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  // 2⁻¹⁴, the smallest that is normal; below it, steps are 2⁻²⁴ wide.
  if (magnitude < 0x38800000) {
    const steps = (new Float32Array(Uint32Array.of(magnitude).buffer)[0] ?? 0) * 2 ** 24;
    return sign | roundToEven(steps);
  }
  // Another exponent, and 13 bits less; what is carried out of the fraction raises the exponent, as it should.
  const shifted = magnitude - 0x38000000;
  return sign | ((shifted + 0xfff + ((shifted >> 13) & 1)) >> 13);
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
