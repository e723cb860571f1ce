/**
 * Decides which of many comparisons are significant. Of a hundred equal things, five would differ at the 5 % level by
 * chance; with Holm's correction (1979), the probability of even one false difference is 5 %.
 */
import { holm } from '../../evaluation/holm.ts';
import type { RatioOfMedians } from './compare-medians.ts';

/** `faster`, `slower`: the second is significantly faster or slower than the first. */
export type Verdict = 'faster' | 'slower' | 'no difference';

/** Probability of at least one false difference. */
const falseAlarms = 0.05;

/** @returns a verdict for each, corrected for all */
export function judge(ratios: readonly RatioOfMedians[]): Verdict[] {
  const corrected = holm(ratios.map(({ chance }) => chance));
  return ratios.map(({ ratio }, i) => {
    if (corrected[i]! >= falseAlarms) return 'no difference';
    return ratio > 1 ? 'slower' : 'faster';
  });
}
