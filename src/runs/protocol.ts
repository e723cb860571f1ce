/** The messages between a run and its workers. */
import type { PictureRecord } from '../evaluation/record.ts';
import type { Engine } from '../pipeline/chain/chain.ts';
import type { LensInfo } from '../pipeline/api/lens.ts';
import type { Answer } from '../pipeline/worker/answer.ts';
import type { UndecodedPicture } from './measure-files.ts';
import type { RunChoice, StoredMachine } from './run-choice.ts';

/** The worker's side; calls may overlap. */
export interface RunWorker {
  /** @param threads number of threads of the network */
  start(machine: StoredMachine, threads: number): Promise<LensInfo>;
  /** Live GPU buffers, including free ones. */
  alive(): Engine['alive'];
  /** Decodes the files and measures them; returns for each its record or the error. */
  measure(files: readonly UndecodedPicture[], choice: RunChoice): Promise<readonly Answer<PictureRecord>[]>;
}
