/** A worker of a run, as the page sees it: it starts, measures batches of pictures, and may die at any time. */
import { CamLensError, describeError } from '../errors.ts';
import type { PictureRecord } from '../evaluation/record.ts';
import type { Engine } from '../pipeline/chain/chain.ts';
import type { LensInfo } from '../pipeline/api/lens.ts';
import type { Answer } from '../pipeline/worker/answer.ts';
import type { Patience } from '../silence.ts';
import { WorkerHandle } from '../pipeline/worker/worker-handle.ts';
import type { UndecodedPicture } from './measure-files.ts';
import type { RunWorker } from './protocol.ts';
import type { RunChoice, StoredMachine } from './run-choice.ts';

export interface MemberOptions {
  readonly machine: StoredMachine;
  /** Threads of the network. */
  readonly threads: number;
  readonly onProgress: (message: string) => void;
  /** Called with every sign of progress. */
  readonly onSign?: (() => void) | undefined;
  readonly patience?: Patience | undefined;
}

export class Member {
  /** Rejects if the worker does not start; it is then dead. */
  readonly started: Promise<LensInfo>;
  /** Number of batches that the worker has or that are reserved for it. */
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
   * @returns for each file its record, or the error
   * @throws CamLensError `device-lost`, `worker-failed` if the worker dies or hangs
   */
  async measure(files: readonly UndecodedPicture[], choice: RunChoice): Promise<readonly Answer<PictureRecord>[]> {
    try {
      return await this.#worker.calls.measure(files, choice);
    } catch (error) {
      const { code, message } = describeError(error);
      // Everything else in progress there would fail too, or never settle.
      if (code === 'device-lost') this.#worker.end(new CamLensError(code, message));
      throw error;
    }
  }

  /** Live GPU buffers of the worker, including free ones. */
  alive(): Promise<Engine['alive']> {
    return this.#worker.calls.alive();
  }

  /** Terminates the worker and frees its memory. */
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
