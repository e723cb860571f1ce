/** Summary statistics of samples: median with interval, spread, drift. */
import { CamLensError } from '../../errors.ts';
import { bootstrapDefaults, quantile, type Interval } from '../../evaluation/bootstrap.ts';
import { median, resampledMedians } from './resampled-medians.ts';

/** Statistics of samples in milliseconds. Numbers have the unit of the samples, except `count` and `drift`. */
export interface SampleSummary {
  /** Number of samples. */
  readonly count: number;
  /** The median. */
  readonly median: number;
  /** 95 % bootstrap interval of the median. */
  readonly interval: Interval;
  /** 5th percentile. */
  readonly p5: number;
  /** 95th percentile. */
  readonly p95: number;
  /** Relative change of the median from the first third to the last: 0.5 means 50 % longer. */
  readonly drift: number;
}

const { confidence } = bootstrapDefaults;

/** A larger drift is more than noise: the clock rate or the load of the machine changed. */
export const driftLimit = 0.25;

/** Seed of the bootstrap, so that the same samples give the same interval. */
export const intervalSeed = 1;

/** @throws CamLensError `internal` if there are no samples */
export function summarize(samples: ArrayLike<number>, seed = intervalSeed): SampleSummary {
  const sorted = Float64Array.from(samples).sort();
  if (sorted.length === 0) throw new CamLensError('internal', 'There are no samples to summarise.');
  return {
    count: sorted.length,
    median: median(sorted),
    interval: medianInterval(samples, seed),
    p5: quantile(sorted, 0.05),
    p95: quantile(sorted, 0.95),
    drift: driftOf(samples),
  };
}

/** @returns the 95 % interval of the median */
export function medianInterval(samples: ArrayLike<number>, seed = intervalSeed): Interval {
  const [medians] = resampledMedians([samples], seed);
  return middleOf(medians!);
}

/** @param values are sorted in place */
export function middleOf(values: Float64Array): Interval {
  const sorted = values.sort();
  return [quantile(sorted, (1 - confidence) / 2), quantile(sorted, (1 + confidence) / 2)];
}

/** @param samples in the order of measurement */
function driftOf(samples: ArrayLike<number>): number {
  const all = Array.from(samples);
  const third = Math.ceil(all.length / 3);
  return median(all.slice(-third)) / median(all.slice(0, third)) - 1;
}
