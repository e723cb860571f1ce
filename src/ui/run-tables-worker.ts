/** Makes the tables of a run: the bootstrap of a large one takes seconds, which the page's own thread does not have. */
import { expose } from 'comlink';
import type { PictureRecord } from '../evaluation/record.ts';
import { answer, type Answer } from '../pipeline/protocol.ts';
import { runTables, type RunOfTables, type RunTables } from './run-tables.ts';

/** No call rejects. */
export interface RunTablesWorker {
  /** Forgets the records of the run before. */
  begin(run: RunOfTables): void;
  add(records: readonly PictureRecord[]): void;
  make(isFinal: boolean): Promise<Answer<RunTables | undefined>>;
}

let run: RunOfTables | undefined;
let records: PictureRecord[] = [];

const worker: RunTablesWorker = {
  begin: (begun) => {
    run = begun;
    records = [];
  },
  add: (more) => {
    for (const record of more) records.push(record);
  },
  make: (isFinal) => answer(() => run && runTables(records, run, isFinal)),
};

expose(worker);
