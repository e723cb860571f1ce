/** What was measured of each picture by one explanation, for comparison with another. */
import { own } from '../own.ts';
import { explanationKeys, explanationOf, type ExplanationKey, type PictureRecord } from './record.ts';
import { splitRecords } from './splits.ts';
import { statisticNames, statistics, type Statistic } from './statistics.ts';
import { summarise } from './summary.ts';

/** Compared besides the statistics: boxes at the reported threshold. */
const ofBoxes = {
  meanIoU: { title: 'mean IoU', unit: 'IoU', better: 'higher' },
  corLoc: { title: 'CorLoc', unit: 'share of pictures', better: 'higher' },
} as const satisfies Readonly<Record<string, Statistic>>;

/** Name → how to read it. */
export const comparedStatistics = { ...ofBoxes, ...statistics } as const;

/** A key of `comparedStatistics`. */
export type ComparedStatistic = keyof typeof comparedStatistics;

export interface Series extends ExplanationKey {
  /** Of boxes; absent without true ones. */
  readonly threshold?: number;
  /** Statistic → picture → value, only of pictures that are reported (test, if there is a split). */
  readonly values: ReadonlyMap<ComparedStatistic, ReadonlyMap<string, number>>;
}

export interface SeriesOptions {
  /** One for each IoU of a record. */
  readonly thresholds: readonly number[];
  /** Reported if no train split chooses another. */
  readonly defaultThreshold?: number;
}

/** One for each explanation of which anything was measured, in the order of the records. */
export function seriesOf(records: readonly PictureRecord[], options: SeriesOptions): readonly Series[] {
  if (records.length === 0) return [];
  // Only the thresholds are needed of the summary: intervals would take time.
  const { methods } = summarise(records, { ...options, resamples: 1 });
  const { test } = splitRecords(records);
  return explanationKeys(records).flatMap((key) => {
    const summary = own(own(methods, key.method), key.layer)?.[key.source];
    if (summary === undefined) return [];
    const threshold = summary.reported?.threshold;
    const values = new Map<ComparedStatistic, Map<string, number>>();
    const add = (name: ComparedStatistic, id: string, value: number | undefined): void => {
      if (value === undefined) return;
      const known = values.get(name) ?? new Map<string, number>();
      values.set(name, known.set(id, value));
    };
    for (const record of test) {
      const explanation = explanationOf(record, key);
      if (explanation === undefined) continue;
      const iou = threshold === undefined ? undefined : explanation.ious?.[options.thresholds.indexOf(threshold)];
      add('meanIoU', record.id, iou);
      add('corLoc', record.id, iou === undefined ? undefined : Number(iou >= 0.5));
      for (const name of statisticNames) add(name, record.id, statistics[name].of(explanation));
    }
    // Without true boxes and measures there is nothing to compare.
    if (values.size === 0) return [];
    return [{ ...key, ...(threshold === undefined ? {} : { threshold }), values }];
  });
}
