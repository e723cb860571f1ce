/** The reported threshold, where it was chosen, and its scores. */
import { meanIntervals, type BootstrapOptions, type Interval } from './bootstrap.ts';
import {
  bestIndex,
  localisationCurves,
  localisationValues,
  mapStatistics,
  type Localisation,
  type LocalisedPicture,
} from './localisation.ts';
import { mean } from './mean.ts';

export interface OperatingPoint extends Localisation<number> {
  /** Or scale, for the centre baseline. */
  readonly threshold: number;
  /**
   * `train`: best on train, which is unbiased; `default`: not chosen at all; `test`, the oracle: best on the reported
   * pictures themselves, which no method may claim.
   */
  readonly chosenOn: 'train' | 'default' | 'test';
}

export interface OperatingPoints {
  readonly thresholds: readonly number[];
  readonly curves: Localisation<readonly number[]>;
  readonly reported: OperatingPoint;
  readonly oracle: OperatingPoint;
  /** 95 %, at the reported threshold. */
  readonly interval95: Localisation<Interval>;
}

/**
 * The threshold with the best mean IoU on train; without train, the one nearest to `fallback`, or the oracle if that is
 * undefined.
 * @param test one picture or more
 */
export function operatingPoints(
  train: readonly LocalisedPicture[],
  test: readonly LocalisedPicture[],
  thresholds: readonly number[],
  fallback: number | undefined,
  options?: BootstrapOptions,
): OperatingPoints {
  const curves = localisationCurves(test);
  const pointAt = (index: number, chosenOn: OperatingPoint['chosenOn']): OperatingPoint => ({
    threshold: thresholds[index]!,
    chosenOn,
    ...mapStatistics((statistic) => curves[statistic][index]!),
  });
  const oracle = bestIndex(curves.meanIoU);
  const [index, chosenOn] = chosen(train, thresholds, fallback) ?? [oracle, 'test'];
  return {
    thresholds,
    curves,
    reported: pointAt(index, chosenOn),
    oracle: pointAt(oracle, 'test'),
    interval95: meanIntervals(
      mapStatistics((statistic) => localisationValues(test, statistic, index)),
      options,
    ),
  };
}

function chosen(
  train: readonly LocalisedPicture[],
  thresholds: readonly number[],
  fallback: number | undefined,
): [index: number, chosenOn: 'train' | 'default'] | undefined {
  if (train.length > 0) {
    const meanIoUs = thresholds.map((_, index) => mean(localisationValues(train, 'meanIoU', index)));
    return [bestIndex(meanIoUs), 'train'];
  }
  if (fallback === undefined) return undefined;
  const distances = thresholds.map((threshold) => -Math.abs(threshold - fallback));
  return [bestIndex(distances), 'default'];
}
