/** Records of pictures → the tables of an evaluation. */
import { CamLensError } from '../errors.ts';
import { accuracyByClass, accuracyOf, type Accuracy, type ClassAccuracy } from './accuracy.ts';
import { meanInterval, type BootstrapOptions, type Interval } from './bootstrap.ts';
import { centrePredictions, centreScales } from './centre-baseline.ts';
import { fixedPoints, fixedThresholds, type FixedPoints } from './fixed-points.ts';
import type { Localisation, LocalisedPicture } from './localisation.ts';
import { mean } from './mean.ts';
import { meanCurves, type MeanCurves } from './mean-curves.ts';
import { mergeRecords } from './merge.ts';
import { operatingPoints, type OperatingPoints } from './operating-point.ts';
import { randomisedLevels, type LevelCorrelation } from './randomisation.ts';
import {
  explanationKeys,
  explanationOf,
  haveBoxes,
  type ClassSource,
  type ExplanationKey,
  type PictureRecord,
} from './record.ts';
import { splitRecords, type Splits } from './splits.ts';
import { pxap } from './pxap.ts';
import {
  setStatisticNames,
  setStatistics,
  statisticNames,
  statistics,
  type SetStatisticName,
  type Statistic,
  type StatisticName,
} from './statistics.ts';
import { maxBoxAcc, type MaxBoxAcc } from './wsol/max-box-acc.ts';
import { byThreeNames } from '../own.ts';

export interface SummaryOptions extends BootstrapOptions {
  /** Of the run: one for each IoU of a record, ascending. */
  readonly thresholds: readonly number[];
  /** Reported if there is no train split to choose on; default: that of the paper's mean IoU. */
  readonly defaultThreshold?: number;
}

/** What true boxes give, on the reported pictures; each statistic at each threshold. */
interface BoxSummary extends Omit<OperatingPoints, 'curves' | 'interval95'>, Localisation<readonly number[]> {
  /** Of all pictures, including those that chose the threshold. */
  readonly fixed: FixedPoints;
  /** null if no picture has the data it needs. */
  readonly maxBoxAcc: MaxBoxAcc['maxBoxAcc'] | null;
  readonly maxBoxAccV2: number | null;
}

/**
 * Of one method, layer and class source, on the reported pictures. What needs true boxes is absent if the data set has
 * none.
 */
export interface ExplanationSummary
  extends Partial<BoxSummary>, Partial<Record<StatisticName | SetStatisticName, number>> {
  /** 95 %, of boxes at the reported threshold, and of every other mean that is there. */
  readonly interval95: Partial<Localisation<Interval>> &
    Readonly<Partial<Record<StatisticName | SetStatisticName, Interval>>>;
  readonly pictures: number;
  /** Pictures whose heatmap is empty; they count, with IoU 0. */
  readonly empty: number;
  /** Absent if no picture has it. */
  readonly randomisation?: readonly LevelCorrelation[];
  readonly meanCurves?: MeanCurves;
}

/** Of pictures with true boxes. */
export type BoxedSummary = ExplanationSummary &
  BoxSummary & { readonly interval95: Localisation<Interval> & ExplanationSummary['interval95'] };

/** Scales replace thresholds. */
export interface CentreSummary extends Omit<OperatingPoints, 'curves' | 'thresholds'>, Localisation<readonly number[]> {
  readonly scales: readonly number[];
}

export type BySource = Readonly<Partial<Record<ClassSource, ExplanationSummary>>>;

export interface Summary {
  readonly pictures: { readonly train: number; readonly test: number };
  /** Method → layer → class source. */
  readonly methods: Readonly<Record<string, Readonly<Record<string, BySource>>>>;
  /** null where there is no picture with true boxes. */
  readonly centreBaseline: CentreSummary | null;
  /** null where there is no picture. */
  readonly accuracy: Accuracy | null;
  /** By class index. */
  readonly accuracyByClass: readonly ClassAccuracy[];
  /** How to read the means reported beside the boxes of any explanation. */
  readonly statistics: Readonly<Partial<Record<StatisticName | SetStatisticName, Statistic>>>;
}

/**
 * The same for the same records in any order. If pictures have splits, `test` is reported and `train` chooses.
 * @throws CamLensError `bad-option` without thresholds; `records-unfit` for a picture that appears twice, has no true
 *   box although others have, or whose IoUs are not one per threshold
 */
export function summarise(records: readonly PictureRecord[], options: SummaryOptions): Summary {
  if (options.thresholds.length === 0) throw new CamLensError('bad-option', 'At least one threshold was expected.');
  const sorted = mergeRecords([records]);
  const areBoxed = haveBoxes(sorted);
  const splits = splitRecords(sorted);
  const { train, test } = splits;
  const methods = byThreeNames(
    explanationKeys(sorted).flatMap((key) => {
      const summary = explanationSummary(sorted, splits, key, options, areBoxed);
      return summary === null ? [] : [[key.method, key.layer, key.source, summary] as const];
    }),
  );
  return {
    pictures: { train: train.length, test: test.length },
    methods,
    centreBaseline: areBoxed ? centreSummary(splits, options) : null,
    accuracy: accuracyOf(test),
    accuracyByClass: accuracyByClass(test),
    statistics: presentIn(methods),
  };
}

function explanationSummary(
  sorted: readonly PictureRecord[],
  splits: Splits,
  key: ExplanationKey,
  options: SummaryOptions,
  areBoxed: boolean,
): ExplanationSummary | null {
  const explanations = splits.test.flatMap((picture) => explanationOf(picture, key) ?? []);
  const boxed = areBoxed ? boxSummary(sorted, splits, key, options) : undefined;
  if (explanations.length === 0 || boxed === null) return null;
  const levels = randomisedLevels(explanations, options);
  const drawn = meanCurves(explanations);
  // Of the pictures that have the value; absent if none has.
  const values = statisticNames.flatMap((name) => {
    const found = explanations.flatMap((explanation) => statistics[name].of(explanation) ?? []);
    return found.length === 0 ? [] : [[name, found] as const];
  });
  const pixels = explanations.flatMap((explanation) => explanation.pixels ?? []);
  return {
    pictures: explanations.length,
    empty: explanations.filter(({ empty }) => empty).length,
    ...boxed,
    interval95: {
      ...boxed?.interval95,
      ...Object.fromEntries(values.map(([name, found]) => [name, meanInterval(found, options)])),
    },
    ...Object.fromEntries(values.map(([name, found]) => [name, mean(found)])),
    ...(pixels.length === 0 ? {} : { pxap: pxap(pixels) }),
    ...(levels.length === 0 ? {} : { randomisation: levels }),
    ...(drawn === null ? {} : { meanCurves: drawn }),
  };
}

/** null if no reported picture has the explanation. */
function boxSummary(
  sorted: readonly PictureRecord[],
  splits: Splits,
  key: ExplanationKey,
  options: SummaryOptions,
): (BoxSummary & Pick<OperatingPoints, 'interval95'>) | null {
  const { thresholds, defaultThreshold = fixedThresholds.meanIoU } = options;
  const localised = (pictures: readonly PictureRecord[]): LocalisedPicture[] =>
    pictures.flatMap((picture) => {
      const ious = explanationOf(picture, key)?.ious;
      if (ious === undefined) return [];
      if (ious.length === thresholds.length) return [{ ious, rank: picture.rank }];
      const sizes = `${ious.length} IoUs for ${thresholds.length} thresholds`;
      throw new CamLensError('records-unfit', `Picture ${picture.id} has ${sizes}; it does not belong to this run.`);
    });
  const test = localised(splits.test);
  if (test.length === 0) return null;
  const { curves, interval95, ...points } = operatingPoints(
    localised(splits.train),
    test,
    thresholds,
    defaultThreshold,
    options,
  );
  const hits = splits.test.flatMap((picture) => explanationOf(picture, key)?.wsol ?? []);
  const wsol = hits.length === 0 ? null : maxBoxAcc(hits);
  return {
    ...curves,
    ...points,
    fixed: fixedPoints(localised(sorted), thresholds, options),
    interval95,
    maxBoxAcc: wsol?.maxBoxAcc ?? null,
    maxBoxAccV2: wsol?.maxBoxAccV2 ?? null,
  };
}

function presentIn(methods: Summary['methods']): Summary['statistics'] {
  const summaries = Object.values(methods).flatMap((layers) =>
    Object.values(layers).flatMap((by) => Object.values(by)),
  );
  const all: Readonly<Record<StatisticName | SetStatisticName, Statistic>> = { ...setStatistics, ...statistics };
  const present = [...statisticNames, ...setStatisticNames].filter((name) =>
    summaries.some((summary) => summary[name] !== undefined),
  );
  return Object.fromEntries(
    present.map((name) => {
      const { title, unit, range, better } = all[name];
      return [name, { title, unit, ...(range === undefined ? {} : { range }), better }];
    }),
  );
}

function centreSummary({ train, test }: Splits, options: BootstrapOptions): CentreSummary | null {
  if (test.length === 0) return null;
  const [chosen, reported] = [train, test].map((pictures) =>
    pictures.map(({ boxes = [], ...picture }) => centrePredictions({ ...picture, boxes })),
  ) as [LocalisedPicture[], LocalisedPicture[]];
  const { curves, thresholds, ...points } = operatingPoints(chosen, reported, centreScales, undefined, options);
  return { scales: thresholds, ...curves, ...points };
}
