/** Records → the shown results; recomputed from time to time during a run. */
import { classTable, type ClassRow, type Column } from '../../evaluation/class-table.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import { splitRecords } from '../../evaluation/splits.ts';
import { isBoxed } from '../../evaluation/is-boxed.ts';
import { summarise, type ExplanationSummary, type Summary } from '../../evaluation/summary.ts';
import { explanationOf, type ExplanationKey } from '../../evaluation/record.ts';
import { histogram } from '../../evaluation/histogram.ts';
import type { LensInfo } from '../../pipeline/api/lens.ts';
import { choiceOf, type RunSettings } from '../../runs/kept-run.ts';
import { runMethods, type RunMethod } from './run-methods.ts';
import { own } from '../../own.ts';

/** The data of a run that the tables need besides its records. */
export interface RunOfTables {
  readonly settings: RunSettings;
  readonly info: Pick<LensInfo, 'methods'>;
}

export interface MethodResult extends RunMethod {
  readonly summary: ExplanationSummary;
  /**
   * Histogram of the IoU of the reported pictures at the reported threshold, with `histogramBins` equal bins over 0…1;
   * absent without true boxes.
   */
  readonly histogram?: readonly number[];
}

export interface RunTables {
  readonly summary: Summary;
  readonly methods: readonly MethodResult[];
  /** With a column for each of `methods`; without true boxes, none. */
  readonly classes: readonly ClassRow[];
}

interface FoundMethod {
  readonly result: MethodResult;
  /** Of the table of classes; absent without true boxes. */
  readonly column?: Column;
}

/** Whether the data set has true boxes. */
export function hasBoxes({ methods }: Pick<RunTables, 'methods'>): boolean {
  return methods.some(({ summary }) => isBoxed(summary));
}

export const histogramBins = 20;

/** Number of resamples of the bootstrap during a run, whose intervals are approximate. */
const roughResamples = 200;

/**
 * @param isFinal whether intervals must be as exact as in a report
 * @returns undefined if there is nothing to report yet, for example because all pictures so far are for training
 */
export function runTables(
  records: readonly PictureRecord[],
  { settings, info }: RunOfTables,
  isFinal: boolean,
): RunTables | undefined {
  const { thresholds } = choiceOf(settings);
  const summary = summarise(records, { thresholds, ...(isFinal ? {} : { resamples: roughResamples }) });
  const { test } = splitRecords(records);
  const found = runMethods(settings, info.methods).flatMap((method): FoundMethod[] => {
    const { name } = method;
    const [layer, sources] = Object.entries(own(summary.methods, name) ?? {})[0] ?? [];
    const explained = sources?.[settings.source];
    if (layer === undefined || explained === undefined) return [];
    const key: ExplanationKey = { method: name, layer, source: settings.source };
    const result = { ...method, summary: explained };
    if (!isBoxed(explained)) return [{ result }];
    const threshold = thresholds.indexOf(explained.reported.threshold);
    const ious = test.flatMap((record) => explanationOf(record, key)?.ious?.[threshold] ?? []);
    return [{ column: { ...key, threshold }, result: { ...result, histogram: histogram(ious, histogramBins) } }];
  });
  if (found.length === 0) return undefined;
  const columns = found.flatMap(({ column }) => column ?? []);
  return {
    summary,
    methods: found.map(({ result }) => result),
    classes: classTable(test, columns),
  };
}
