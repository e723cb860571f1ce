/** Compares two sets of samples: the ratio of their medians, its interval, and its p-value. */
import type { Interval } from '../../evaluation/bootstrap.ts';
import { upperTail } from './normal.ts';
import { median, resampledMedians } from './resampled-medians.ts';
import { intervalSeed, middleOf } from './summarize.ts';

export interface RatioOfMedians {
  /** Median of the second divided by that of the first: 2 means twice as long. */
  readonly ratio: number;
  /** 95 % bootstrap interval of the ratio. */
  readonly interval: Interval;
  /** p-value: the probability of a ratio at least as far from 1 if the true one is within `least` of 1. */
  readonly chance: number;
}

export interface ComparisonOptions {
  /**
   * The samples were measured alternately, the same number of each. Whole rounds are resampled, so that a slowdown of
   * both does not count as a difference.
   */
  readonly byTurns: boolean;
  /** Differences up to this fraction are ignored: 0.01 means ratios between 1 / 1.01 and 1.01. Default: 0.01. */
  readonly least?: number;
  readonly seed?: number;
}

/** The maximum fraction of a sample that the clock's quantum may be; smaller differences cannot be resolved. */
export const leastDifference = 0.01;

/**
 * @param first and `second`: samples above 0
 * @throws CamLensError `internal` if there are no samples, or they were measured alternately and their numbers differ
 */
export function compareMedians(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  { byTurns, least = leastDifference, seed = intervalSeed }: ComparisonOptions,
): RatioOfMedians {
  const [before, after] = byTurns
    ? resampledMedians([first, second], seed)
    : [resampledMedians([first], seed)[0], resampledMedians([second], seed + 1)[0]];
  const logs = before!.map((value, i) => Math.log(after![i]! / value));
  const ratio = median(second) / median(first);
  const [low, high] = middleOf(logs);
  // The width is twice 1.96 standard deviations; with few samples, the variance itself would overweight the tails.
  const deviation = (high - low) / (2 * 1.959964);
  const excess = Math.abs(Math.log(ratio)) - Math.log1p(least);
  return { ratio, interval: [Math.exp(low), Math.exp(high)], chance: chanceOf(excess, deviation) };
}

/** The two-sided p-value. */
function chanceOf(excess: number, deviation: number): number {
  if (excess <= 0) return 1;
  return deviation === 0 ? 0 : Math.min(1, 2 * upperTail(excess / deviation));
}
