/**
 * Percentile bootstrap over pictures (Efron 1979): how far a mean would move with another sample of pictures. The same
 * seed draws the same pictures, so intervals of two methods differ only because of the methods.
 */
import { CamLensError } from '../errors.ts';
import { mean } from './mean.ts';
import { randomIndices } from '../random.ts';

/** The bounds of an interval at the stated confidence, inclusive. */
export type Interval = readonly [low: number, high: number];

export interface BootstrapOptions {
  /** How many times the pictures are resampled. */
  readonly resamples?: number;
  readonly seed?: number;
  /** The fraction of resampled means inside the interval. */
  readonly confidence?: number;
}

/** Defaults. */
export const bootstrapDefaults = { resamples: 2000, seed: 1, confidence: 0.95 } as const satisfies BootstrapOptions;

/**
 * The interval of the mean of each statistic. Drawing pictures takes most of the time, so statistics of the same
 * pictures share their draws; each gets the same result as alone.
 * @param statistics for each, one value per picture, of one picture or more; the result depends on the order of the
 *   pictures, which must therefore not depend on how they arrived
 * @throws CamLensError `internal` without values
 */
export function meanIntervals<Name extends string>(
  statistics: Readonly<Record<Name, ArrayLike<number>>>,
  options: BootstrapOptions = {},
): Record<Name, Interval> {
  const { resamples, seed, confidence } = { ...bootstrapDefaults, ...options };
  const columns = Object.values<ArrayLike<number>>(statistics);
  const pictures = columns[0]?.length ?? 0;
  if (pictures === 0) throw new CamLensError('internal', 'An interval needs the values of at least one picture.');
  const width = columns.length;
  const values = new Float64Array(pictures * width);
  columns.forEach((column, k) => {
    for (let i = 0; i < pictures; i++) values[i * width + k] = column[i]!;
  });

  const drawn = randomIndices(seed);
  const means = columns.map(() => new Float64Array(resamples));
  const sums = new Float64Array(width);
  for (let resample = 0; resample < resamples; resample++) {
    sums.fill(0);
    for (let i = 0; i < pictures; i++) {
      const row = drawn(pictures) * width;
      for (let k = 0; k < width; k++) sums[k]! += values[row + k]!;
    }
    for (let k = 0; k < width; k++) means[k]![resample] = sums[k]! / pictures;
  }
  const tail = (1 - confidence) / 2;
  const intervals = means.map((sorted): Interval => {
    sorted.sort();
    return [quantile(sorted, tail), quantile(sorted, 1 - tail)];
  });
  const names = Object.keys(statistics) as Name[];
  return Object.fromEntries(names.map((name, k) => [name, intervals[k]!])) as Record<Name, Interval>;
}

/** The interval of the mean of one statistic. */
export function meanInterval(values: ArrayLike<number>, options?: BootstrapOptions): Interval {
  return meanIntervals({ values }, options).values;
}

export interface PairedDifference {
  /** The mean of a − b. */
  readonly difference: number;
  readonly interval: Interval;
}

/**
 * How much better one method is than another on the same pictures; if the interval excludes 0, the difference is
 * significant.
 * @param a one value per picture
 * @param b of the same pictures in the same order
 * @throws CamLensError `internal` if their numbers differ
 */
export function pairedDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options?: BootstrapOptions,
): PairedDifference {
  if (a.length !== b.length) {
    throw new CamLensError('internal', `Paired values were expected; there are ${a.length} and ${b.length}.`);
  }
  const differences = Float64Array.from(a, (value, i) => value - b[i]!);
  const interval = meanInterval(differences, options);
  return { difference: mean(differences), interval };
}

/** The quantile of sorted values, with linear interpolation. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!);
}
