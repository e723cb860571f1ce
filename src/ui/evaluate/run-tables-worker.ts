/**
 * Makes the tables of a run, and its files: the bootstrap of a large one takes seconds, as do the pictures of a report,
 * which the page's own thread does not have.
 */
import { expose } from 'comlink';
import { CamLensError } from '../../errors.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import type { Summary } from '../../evaluation/summary.ts';
import { answer, type Answer } from '../../pipeline/worker/protocol.ts';
import { startPulse, tell } from '../../pipeline/pulse.ts';
import { shownIds } from '../../report/sections/gallery.ts';
import type { RunHead } from '../../runs/kept-run.ts';
import { runFiles, type RunFileKind } from './run-files.ts';
import type { SavedRun } from './saved-run.ts';
import { runTables, type RunTables } from './run-tables.ts';

/** No call rejects. */
export interface RunTablesWorker {
  /** Forgets the records of the run before. */
  begin(head: RunHead): Promise<Answer<void>>;
  add(records: readonly PictureRecord[]): Promise<Answer<void>>;
  make(isFinal: boolean): Promise<Answer<RunTables | undefined>>;
  /** Ids of the pictures that a report shows. */
  shown(): Promise<Answer<readonly string[]>>;
  /** Tells what is being done. */
  file(kind: RunFileKind, given: Pick<SavedRun, 'problems' | 'files'>): Promise<Answer<Blob>>;
}

let head: RunHead | undefined;
let records: PictureRecord[] = [];

/** As exact as it can be, with the run that it is of. */
function summed(): { readonly head: RunHead; readonly summary: Summary } {
  const tables = head && runTables(records, head, true);
  if (head === undefined || tables === undefined) throw new CamLensError('internal', 'There is nothing to report yet.');
  return { head, summary: tables.summary };
}

const worker: RunTablesWorker = {
  begin: (begun) =>
    answer(() => {
      head = begun;
      records = [];
    }),
  add: (more) =>
    answer(() => {
      for (const record of more) records.push(record);
    }),
  make: (isFinal) => answer(() => head && runTables(records, head, isFinal)),
  shown: () => answer(() => shownIds({ records, summary: summed().summary })),
  file: (kind, given) => answer(() => runFiles[kind].make({ ...summed(), ...given, records }, tell)),
};

startPulse();
expose(worker);
