/** Seeded random whole numbers, the same on every machine. */
import { sfc32 } from '../random.ts';

/** @returns a function from n to a whole number 0 … n − 1, for n up to 2²¹ */
export function randomIndices(seed: number): (n: number) => number {
  const next = sfc32(seed, Math.trunc(seed / 2 ** 32));
  // Exact, since the product is below 2⁵³; no number is likelier than another by more than n / 2³².
  return (n) => Math.floor((next() * n) / 2 ** 32);
}
