/** What crosses between a run and its workers. */
import type { PictureRecord } from '../evaluation/record.ts';
import type { Engine } from '../pipeline/chain/chain.ts';
import type { LensInfo } from '../pipeline/api/lens.ts';
import type { Answer } from '../pipeline/worker/answer.ts';
import type { PictureFile } from './measure-files.ts';
import type { RunChoice, StoredMachine } from './run-choice.ts';

/** The worker's side; calls may overlap. */
export interface RunWorker {
  /** @param threads of the network */
  start(machine: StoredMachine, threads: number): Promise<LensInfo>;
  /** GPU buffers that are alive, free ones included. */
  alive(): Engine['alive'];
  /** Decodes the files and measures them: for each its record, or why there is none. */
  measure(files: readonly PictureFile[], choice: RunChoice): Promise<readonly Answer<PictureRecord>[]>;
}
