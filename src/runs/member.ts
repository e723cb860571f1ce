/** A worker of a run, as the page sees it: it starts, measures batches of pictures, and may die at any time. */
import { CamLensError, describeError } from '../errors.ts';
import type { PictureRecord } from '../evaluation/record.ts';
import type { Engine } from '../pipeline/chain/chain.ts';
import type { LensInfo } from '../pipeline/api/lens.ts';
import type { Answer } from '../pipeline/worker/answer.ts';
import type { Patience } from '../pipeline/worker/silence.ts';
import { WorkerHandle } from '../pipeline/worker/worker-handle.ts';
import type { PictureFile } from './measure-files.ts';
import type { RunWorker } from './protocol.ts';
import type { RunChoice, StoredMachine } from './run-choice.ts';

export interface MemberOptions {
  readonly machine: StoredMachine;
  /** Of the network. */
  readonly threads: number;
  readonly onProgress: (message: string) => void;
  /** Every sign that its work goes on. */
  readonly onSign?: (() => void) | undefined;
  readonly patience?: Patience | undefined;
}

export class Member {
  /** Rejects where the worker does not start; it is dead then. */
  readonly started: Promise<LensInfo>;
  /** Batches that it has, or places kept for them. */
  busy = 0;
  #hasStarted = false;
  readonly #worker: WorkerHandle<RunWorker, string>;

  constructor({ machine, threads, onProgress, onSign, patience }: MemberOptions) {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'cam-lens run' });
    this.#worker = new WorkerHandle(worker, {
      ...{ called: 'A worker of the run', onTold: onProgress },
      ...(onSign === undefined ? {} : { onSign }),
      ...(patience === undefined ? {} : { patience }),
    });
    this.started = this.#start(machine, threads);
    this.started.catch(() => undefined);
  }

  get isReady(): boolean {
    return this.#hasStarted && !this.isDead;
  }

  get isDead(): boolean {
    return this.#worker.ended !== undefined;
  }

  /**
   * @returns for each file its record, or why there is none
   * @throws CamLensError `device-lost`, and `worker-failed` where it dies or hangs meanwhile
   */
  async measure(files: readonly PictureFile[], choice: RunChoice): Promise<readonly Answer<PictureRecord>[]> {
    try {
      return await this.#worker.calls.measure(files, choice);
    } catch (error) {
      const { code, message } = describeError(error);
      // What else is under way there would fail alike, or never be answered.
      if (code === 'device-lost') this.#worker.end(new CamLensError(code, message));
      throw error;
    }
  }

  /** GPU buffers that are alive there, free ones included. */
  alive(): Promise<Engine['alive']> {
    return this.#worker.calls.alive();
  }

  /** Ends the worker and gives its memory back. */
  end(): void {
    this.#worker.end(new CamLensError('ended', 'The worker of the run was ended.'));
  }

  async #start(machine: StoredMachine, threads: number): Promise<LensInfo> {
    try {
      const info = await this.#worker.calls.start(machine, threads);
      this.#hasStarted = true;
      return info;
    } catch (error) {
      this.end();
      throw error;
    }
  }
}
