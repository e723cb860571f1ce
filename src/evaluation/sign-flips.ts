/**
 * The paired permutation test (Fisher 1935): if two things are alike, each difference might as well have the opposite
 * sign. The chance is the share of all signs for which the mean is as far from 0 as it was found.
 */
import { sfc32 } from '../random.ts';

/** So many pictures or fewer have all their signs tried. */
const mostExact = 12;
/** Otherwise so many signs are drawn. */
export const signDraws = 9_999;

/**
 * @param differences one per picture
 * @returns two-sided; 1 without differences other than 0
 */
export function signFlipChance(differences: ArrayLike<number>, seed = 1): number {
  // Pictures without a difference have no sign.
  const sizes = Array.from(differences, Math.abs).filter((size) => size > 0);
  let found = 0;
  for (let i = 0; i < differences.length; i++) found += differences[i]!;
  // Rounding must not tell a sum from its own mirror image.
  const least = Math.abs(found) * (1 - 1e-12);
  if (sizes.length <= mostExact) {
    const all = 2 ** sizes.length;
    let as = 0;
    for (let signs = 0; signs < all; signs++) as += Number(Math.abs(sumWith(sizes, () => signs, 0)) >= least);
    return as / all;
  }
  const draw = sfc32(seed, 0);
  let as = 1;
  for (let i = 0; i < signDraws; i++) as += Number(Math.abs(sumWith(sizes, draw, 32)) >= least);
  return as / (signDraws + 1);
}

/** @param bits whose bits are signs; asked again after `width` of them, or once if that is 0 */
function sumWith(sizes: readonly number[], bits: () => number, width: number): number {
  let sum = 0;
  let word = bits();
  for (let i = 0, at = 0; i < sizes.length; i++, at++) {
    if (width > 0 && at === width) [word, at] = [bits(), 0];
    sum += (word >>> at) & 1 ? sizes[i]! : -sizes[i]!;
  }
  return sum;
}
