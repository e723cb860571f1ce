/** How well boxes find the objects, at every threshold of a list. */
import { CamLensError } from '../errors.ts';
import { mean } from './mean.ts';

/** The data of one picture needed for localisation. */
export interface LocalisedPicture {
  /** IoU of the predicted box at each threshold with the best true box; 0 if there is no box. */
  readonly ious: ArrayLike<number>;
  /** Of the true class by score, 1 the first. */
  readonly rank: number;
}

/** The IoU from which a box counts as found (except in the "wsol" preset's V2). */
const foundIou = 0.5;

const isFound = (iou: number): boolean => iou >= foundIou;

/** What one picture contributes to each statistic; all of them are means over pictures, 0 … 1. */
export const localisationStatistics = {
  meanIoU: (iou) => iou,
  /** Also called GT-known localisation, when the map is of the true class. */
  corLoc: (iou) => Number(isFound(iou)),
  top1Loc: (iou, rank) => Number(isFound(iou) && rank <= 1),
  top5Loc: (iou, rank) => Number(isFound(iou) && rank <= 5),
} satisfies Readonly<Record<string, (iou: number, rank: number) => number>>;

export type LocalisationStatistic = keyof typeof localisationStatistics;

/** A `Value` for each statistic. */
export type Localisation<Value> = Readonly<Record<LocalisationStatistic, Value>>;

/** The result of `value` for each statistic. */
export function mapStatistics<Value>(value: (name: LocalisationStatistic) => Value): Localisation<Value> {
  return {
    meanIoU: value('meanIoU'),
    corLoc: value('corLoc'),
    top1Loc: value('top1Loc'),
    top5Loc: value('top5Loc'),
  };
}

/** One value per picture, at the threshold of this index, in the order of the pictures. */
export function localisationValues(
  pictures: readonly LocalisedPicture[],
  statistic: LocalisationStatistic,
  index: number,
): Float64Array {
  const value = localisationStatistics[statistic];
  return Float64Array.from(pictures, ({ ious, rank }) => value(ious[index]!, rank));
}

/**
 * Each statistic at each threshold.
 * @param pictures one or more, each with as many IoUs
 * @throws CamLensError `internal` without pictures
 */
export function localisationCurves(pictures: readonly LocalisedPicture[]): Localisation<number[]> {
  const thresholds = pictures[0]?.ious.length;
  if (thresholds === undefined) throw new CamLensError('internal', 'Localisation needs at least one picture.');
  return mapStatistics((statistic) =>
    Array.from({ length: thresholds }, (_, index) => mean(localisationValues(pictures, statistic, index))),
  );
}

/** The index of the largest value; if several are equal, the first: of two equally good thresholds, the lower. */
export function bestIndex(curve: readonly number[]): number {
  return curve.indexOf(Math.max(...curve));
}
