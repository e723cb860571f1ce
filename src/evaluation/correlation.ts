/** Rank correlation, for the sanity check by randomised weights (Adebayo et al. 2018): does the map change at all? */
import { CamLensError } from '../errors.ts';
import { mean } from './mean.ts';

/**
 * Spearman's rank correlation, −1 … 1; equal values share the mean of their ranks.
 * @returns undefined if it is not defined: fewer than two values, all values of a side equal, or one of them NaN
 * @throws CamLensError `internal` if the sides differ in length
 */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number | undefined {
  if (a.length !== b.length) {
    throw new CamLensError('internal', `Paired values were expected; there are ${a.length} and ${b.length}.`);
  }
  return pearson(ranks(a), ranks(b));
}

/** Each value's rank, from 1; the mean rank for equal values. If any is NaN, all ranks are NaN. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const ranked = new Float64Array(values.length);
  if (order.some((i) => Number.isNaN(values[i]))) return ranked.fill(NaN);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    // Places start + 1 … end.
    for (let i = start; i < end; i++) ranked[order[i]!] = (start + 1 + end) / 2;
  }
  return ranked;
}

/**
 * Pearson's correlation, −1 … 1.
 * @param a and `b`, of equal length
 * @returns undefined if it is not defined, as for `spearman`
 */
export function pearson(a: Float64Array, b: Float64Array): number | undefined {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [offA, offB] = [a[i]! - meanA, b[i]! - meanB];
    both += offA * offB;
    squaresA += offA * offA;
    squaresB += offB * offB;
  }
  return !(squaresA > 0 && squaresB > 0) ? undefined : both / Math.sqrt(squaresA * squaresB);
}
