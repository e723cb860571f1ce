/**
 * Makes the tables and files of a run. In a worker, because the bootstrap of a large run and the pictures of a report
 * take seconds, which would block the page.
 */
import { CamLensError } from '../../errors.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import type { Summary } from '../../evaluation/summary.ts';
import { serve } from '../../pipeline/worker/serve.ts';
import { tell } from '../../pipeline/pulse.ts';
import { shownIds } from '../../report/sections/gallery.ts';
import type { ComparedStatistic } from '../../evaluation/series.ts';
import type { RunHead } from '../../runs/kept-run.ts';
import { resultOfRun } from '../../runs/saved-result.ts';
import {
  Comparing,
  type ChosenPair,
  type ComparedPicture,
  type ComparisonOffer,
  type MadeComparison,
} from './comparing.ts';
import { makeRunFile } from './make-run-files.ts';
import type { RunFileKind } from './run-files.ts';
import type { SavedRun } from './saved-run.ts';
import { runTables, type RunTables } from './run-tables.ts';

export interface RunTablesWorker {
  /** Starts a new run, or none, and discards the records of the previous one. */
  begin(head: RunHead | undefined): void;
  add(records: readonly PictureRecord[]): void;
  make(isFinal: boolean): RunTables | undefined;
  /** Ids of the pictures that a report shows. */
  shown(): readonly string[];
  /** Adds a saved result to those that are compared. */
  open(name: string, text: string): void;
  close(name: string): void;
  /** What can be compared: the run, if it has records, and the opened results. */
  offer(runName: string): ComparisonOffer;
  compare(chosen: readonly number[]): readonly MadeComparison[];
  pictures(pair: ChosenPair, statistic: ComparedStatistic): readonly ComparedPicture[];
  /** Makes a file and reports progress. */
  file(kind: RunFileKind, given: Pick<SavedRun, 'problems' | 'files'>): Promise<Blob>;
}

let head: RunHead | undefined;
let records: PictureRecord[] = [];
const comparing = new Comparing();

/** The summary with exact intervals, and its run. */
function summed(): { readonly head: RunHead; readonly summary: Summary } {
  const tables = head && runTables(records, head, true);
  if (head === undefined || tables === undefined) throw new CamLensError('internal', 'There is nothing to report yet.');
  return { head, summary: tables.summary };
}

serve({
  begin(begun) {
    head = begun;
    records = [];
  },
  add(more) {
    for (const record of more) records.push(record);
  },
  make: (isFinal) => head && runTables(records, head, isFinal),
  shown: () => shownIds({ records, summary: summed().summary }),
  open: (name, text) => comparing.open(name, text),
  close: (name) => comparing.close(name),
  offer: (name) =>
    comparing.offer(head === undefined || records.length === 0 ? undefined : resultOfRun(name, head, records)),
  compare: (chosen) => comparing.compare(chosen),
  pictures: (pair, statistic) => comparing.pictures(pair, statistic),
  file: async (kind, given) => makeRunFile[kind]({ ...summed(), ...given, records }, tell),
} satisfies RunTablesWorker);
