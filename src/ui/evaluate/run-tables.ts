/** Records → what the results show; made anew from time to time while a run goes on. */
import { classTable, type ClassRow } from '../../evaluation/class-table.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import { splitRecords } from '../../evaluation/splits.ts';
import { summarise, type ExplanationSummary, type Summary } from '../../evaluation/summary.ts';
import { explanationOf, type ExplanationKey } from '../../evaluation/record.ts';
import { histogram } from '../../evaluation/histogram.ts';
import type { LensInfo } from '../../pipeline/api/lens.ts';
import { choiceOf, type RunSettings } from '../../runs/kept-run.ts';
import { runMethods, type RunMethod } from './run-methods.ts';
import { own } from '../../own.ts';

/** What the tables need of a run besides its records. */
export interface RunOfTables {
  readonly settings: RunSettings;
  readonly info: Pick<LensInfo, 'methods'>;
}

export interface MethodResult extends RunMethod {
  readonly summary: ExplanationSummary;
  /** How many reported pictures have which IoU, in `histogramBins` equal parts of 0 … 1, at the reported threshold. */
  readonly histogram: readonly number[];
}

export interface RunTables {
  readonly summary: Summary;
  readonly methods: readonly MethodResult[];
  /** One column for each of `methods`. */
  readonly classes: readonly ClassRow[];
}

export const histogramBins = 20;

/** Draws of the bootstrap while a run goes on: its intervals are rough, and soon made anew. */
const roughResamples = 200;

/**
 * @param isFinal whether intervals are to be as exact as in a report
 * @returns undefined where there is nothing to report yet, as where all pictures so far are for training
 */
export function runTables(
  records: readonly PictureRecord[],
  { settings, info }: RunOfTables,
  isFinal: boolean,
): RunTables | undefined {
  const { thresholds } = choiceOf(settings);
  const summary = summarise(records, { thresholds, ...(isFinal ? {} : { resamples: roughResamples }) });
  const { test } = splitRecords(records);
  const found = runMethods(settings, info.methods).flatMap((method) => {
    const { name } = method;
    const [layer, sources] = Object.entries(own(summary.methods, name) ?? {})[0] ?? [];
    const explained = sources?.[settings.source];
    if (layer === undefined || explained === undefined) return [];
    const key: ExplanationKey = { method: name, layer, source: settings.source };
    const threshold = thresholds.indexOf(explained.reported.threshold);
    const ious = test.flatMap((record) => explanationOf(record, key)?.ious[threshold] ?? []);
    return [{ key, threshold, result: { ...method, summary: explained, histogram: histogram(ious, histogramBins) } }];
  });
  if (found.length === 0) return undefined;
  return {
    summary,
    methods: found.map(({ result }) => result),
    classes: classTable(
      test,
      found.map(({ key, threshold }) => ({ ...key, threshold })),
    ),
  };
}
