/** Records of pictures → the tables of an evaluation. */
import { CamLensError } from '../errors.ts';
import type { BootstrapOptions } from './bootstrap.ts';
import { centrePredictions, centreScales } from './centre-baseline.ts';
import { confidenceDrop, confidenceIncrease } from './confidence.ts';
import { fixedPoints, type FixedPoints } from './fixed-points.ts';
import type { Localisation, LocalisedPicture } from './localisation.ts';
import { mean } from './mean.ts';
import { mergeRecords } from './merge.ts';
import { operatingPoints, type OperatingPoints } from './operating-point.ts';
import {
  explanationKeys,
  explanationOf,
  type ClassSource,
  type ExplanationKey,
  type ExplanationRecord,
  type PictureRecord,
} from './record.ts';
import { splitRecords, type Splits } from './splits.ts';
import { maxBoxAcc, type MaxBoxAcc } from './wsol/max-box-acc.ts';

export interface SummaryOptions extends BootstrapOptions {
  /** Of the run: one for each IoU of a record, ascending. */
  readonly thresholds: readonly number[];
  /** What is reported where no train split chooses. */
  readonly defaultThreshold?: number;
}

/** Means over the pictures that have the value; left out where none has. */
const means = {
  pointing: ({ pointing }) => (pointing === undefined ? undefined : Number(pointing)),
  energy: ({ energy }) => energy,
  deletion: ({ deletion }) => deletion,
  insertion: ({ insertion }) => insertion,
  averageDrop: ({ confidence }) => confidence && confidenceDrop(confidence),
  averageIncrease: ({ confidence }) => confidence && confidenceIncrease(confidence),
} satisfies Readonly<Record<string, (explanation: ExplanationRecord) => number | undefined>>;

/** Of one method, layer and class source, on the reported pictures; each statistic at each threshold. */
export interface ExplanationSummary
  extends
    Omit<OperatingPoints, 'curves'>,
    Localisation<readonly number[]>,
    Partial<Record<keyof typeof means, number>> {
  readonly pictures: number;
  /** Of all pictures, those that chose the threshold among them. */
  readonly fixed: FixedPoints;
  /** Pictures whose heatmap is empty; they count, with IoU 0. */
  readonly empty: number;
  /** null where no picture has what it needs. */
  readonly maxBoxAcc: MaxBoxAcc['maxBoxAcc'] | null;
  readonly maxBoxAccV2: number | null;
}

/** Scales take the place of thresholds. */
export interface CentreSummary extends Omit<OperatingPoints, 'curves' | 'thresholds'>, Localisation<readonly number[]> {
  readonly scales: readonly number[];
}

export type BySource = Readonly<Partial<Record<ClassSource, ExplanationSummary>>>;

export interface Summary {
  readonly pictures: { readonly train: number; readonly test: number };
  /** Method → layer → class source. */
  readonly methods: Readonly<Record<string, Readonly<Record<string, BySource>>>>;
  /** null where there is no picture. */
  readonly centreBaseline: CentreSummary | null;
  readonly accuracy: { readonly top1: number; readonly top5: number } | null;
}

/**
 * The same for the same records in any order. Where pictures have splits, `test` is reported and `train` chooses.
 * @throws CamLensError `bad-option` without thresholds; `records-unfit` for a picture that is there twice, that has no
 * true box, or whose IoUs are not one per threshold
 */
export function summarise(records: readonly PictureRecord[], options: SummaryOptions): Summary {
  if (options.thresholds.length === 0) throw new CamLensError('bad-option', 'At least one threshold was expected.');
  const sorted = mergeRecords([records]);
  const splits = splitRecords(sorted);
  const { train, test } = splits;
  const methods: Record<string, Record<string, Partial<Record<ClassSource, ExplanationSummary>>>> = {};
  for (const key of explanationKeys(sorted)) {
    const summary = explanationSummary(sorted, splits, key, options);
    if (summary !== null) ((methods[key.method] ??= {})[key.layer] ??= {})[key.source] = summary;
  }
  return {
    pictures: { train: train.length, test: test.length },
    methods,
    centreBaseline: centreSummary(splits, options),
    accuracy: test.length === 0 ? null : { top1: withinRank(test, 1), top5: withinRank(test, 5) },
  };
}

function explanationSummary(
  sorted: readonly PictureRecord[],
  splits: Splits,
  key: ExplanationKey,
  options: SummaryOptions,
): ExplanationSummary | null {
  const { thresholds, defaultThreshold = 0.15 } = options;
  const localised = (pictures: readonly PictureRecord[]): LocalisedPicture[] =>
    pictures.flatMap((picture) => {
      const ious = explanationOf(picture, key)?.ious;
      if (ious === undefined) return [];
      if (ious.length === thresholds.length) return [{ ious, rank: picture.rank }];
      const sizes = `${ious.length} IoUs for ${thresholds.length} thresholds`;
      throw new CamLensError('records-unfit', `Picture ${picture.id} has ${sizes}; it is not of this run.`);
    });
  const test = localised(splits.test);
  if (test.length === 0) return null;
  const { curves, ...points } = operatingPoints(localised(splits.train), test, thresholds, defaultThreshold, options);
  const explanations = splits.test.flatMap((picture) => explanationOf(picture, key) ?? []);
  const hits = explanations.flatMap(({ wsol }) => wsol ?? []);
  const wsol = hits.length === 0 ? null : maxBoxAcc(hits);
  return {
    pictures: test.length,
    empty: explanations.filter(({ empty }) => empty).length,
    ...curves,
    ...points,
    fixed: fixedPoints(localised(sorted), thresholds, options),
    maxBoxAcc: wsol?.maxBoxAcc ?? null,
    maxBoxAccV2: wsol?.maxBoxAccV2 ?? null,
    ...Object.fromEntries(
      Object.entries(means).flatMap(([name, valueOf]) => {
        const values = explanations.flatMap((explanation) => valueOf(explanation) ?? []);
        return values.length === 0 ? [] : [[name, mean(values)]];
      }),
    ),
  };
}

function centreSummary({ train, test }: Splits, options: BootstrapOptions): CentreSummary | null {
  if (test.length === 0) return null;
  const [chosen, reported] = [train.map(centrePredictions), test.map(centrePredictions)];
  const { curves, thresholds, ...points } = operatingPoints(chosen, reported, centreScales, undefined, options);
  return { scales: thresholds, ...curves, ...points };
}

function withinRank(pictures: readonly PictureRecord[], most: number): number {
  return mean(pictures.map(({ rank }) => Number(rank <= most)));
}
