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
import type { RunHead } from '../../runs/kept-run.ts';
import { runFiles, type RunFileKind } from './run-files.ts';
import type { SavedRun } from './saved-run.ts';
import { runTables, type RunTables } from './run-tables.ts';

export interface RunTablesWorker {
  /** Starts a new run and discards the records of the previous one. */
  begin(head: RunHead): void;
  add(records: readonly PictureRecord[]): void;
  make(isFinal: boolean): RunTables | undefined;
  /** Ids of the pictures that a report shows. */
  shown(): readonly string[];
  /** Makes a file and reports progress. */
  file(kind: RunFileKind, given: Pick<SavedRun, 'problems' | 'files'>): Promise<Blob>;
}

let head: RunHead | undefined;
let records: PictureRecord[] = [];

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
  file: async (kind, given) => runFiles[kind].make({ ...summed(), ...given, records }, tell),
} satisfies RunTablesWorker);
