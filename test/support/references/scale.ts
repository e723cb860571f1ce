import { tensor } from './sum.ts';

/**
 * Copies of one entry of [entries, size], each multiplied by its own factor.
 * @param factors [copies]
 * @returns [copies, size]
 */
export function scale(
  values: ArrayLike<number>,
  factors: ArrayLike<number>,
  { entry, size }: { entry: number; size: number },
): Float64Array {
  return tensor(factors.length * size, (i) => factors[Math.floor(i / size)]! * values[entry * size + (i % size)]!);
}
