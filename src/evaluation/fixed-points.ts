/**
 * The columns of published tables: mean IoU and CorLoc at a threshold that was not chosen on these pictures. Nothing
 * needs to be held out, so all pictures are included, whatever their split.
 */
import { paperThreshold } from '../paper.ts';
import { meanInterval, type BootstrapOptions, type Interval } from './bootstrap.ts';
import { localisationValues, type LocalisedPicture } from './localisation.ts';
import { mean } from './mean.ts';

/** Statistic → threshold, as in the table on dogs of Yun's comparison of CAM and Grad-CAM. */
export const fixedThresholds = { meanIoU: paperThreshold, corLoc: 0.2 } as const;

export type FixedStatistic = keyof typeof fixedThresholds;

export interface FixedPoint {
  readonly threshold: number;
  readonly value: number;
  readonly interval95: Interval;
  readonly pictures: number;
}

/** Without those whose threshold is not in the run. */
export type FixedPoints = Readonly<Partial<Record<FixedStatistic, FixedPoint>>>;

/** @param pictures one or more, with an IoU for each of the thresholds */
export function fixedPoints(
  pictures: readonly LocalisedPicture[],
  thresholds: readonly number[],
  options?: BootstrapOptions,
): FixedPoints {
  const names = Object.keys(fixedThresholds) as FixedStatistic[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const index = thresholds.findIndex((threshold) => Math.abs(threshold - fixedThresholds[name]) < 1e-9);
      if (index < 0) return [];
      const values = localisationValues(pictures, name, index);
      const point: FixedPoint = {
        threshold: fixedThresholds[name],
        value: mean(values),
        interval95: meanInterval(values, options),
        pictures: values.length,
      };
      return [[name, point]];
    }),
  );
}
