/** A worker of a run, as the page sees it: it starts, measures batches of pictures, and may die at any time. */
import { proxy, wrap, type Remote } from 'comlink';
import { CamLensError, describeError } from '../errors.ts';
import type { PictureRecord } from '../evaluation/record.ts';
import type { Engine } from '../pipeline/chain.ts';
import type { LensInfo } from '../pipeline/lens.ts';
import { unwrap, type Answer } from '../pipeline/protocol.ts';
import type { PictureFile } from './measure-files.ts';
import type { RunWorker } from './protocol.ts';
import type { RunChoice, StoredMachine } from './run-choice.ts';

export class Member {
  /** Rejects where the worker does not start; it is dead then. */
  readonly started: Promise<LensInfo>;
  /** Batches that it has, or places kept for them. */
  busy = 0;
  #state: 'starting' | 'ready' | 'dead' = 'starting';
  readonly #worker: Worker;
  readonly #remote: Remote<RunWorker>;
  /** Rejects when the worker dies: one that has ended answers no more. */
  readonly #died: Promise<never>;
  #reject: (error: CamLensError) => void = () => undefined;

  /** @param threads of the network */
  constructor(machine: StoredMachine, threads: number, onProgress: (message: string) => void) {
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'cam-lens run' });
    this.#remote = wrap<RunWorker>(this.#worker);
    this.#died = new Promise<never>((_, fail) => (this.#reject = fail));
    this.#died.catch(() => undefined);
    this.#worker.addEventListener('error', ({ message }: Partial<ErrorEvent>) =>
      this.#die(new CamLensError('internal', `A worker of the run failed${message ? ` (${message})` : ''}.`)),
    );
    this.started = this.#start(machine, threads, onProgress);
    this.started.catch(() => undefined);
  }

  get isReady(): boolean {
    return this.#state === 'ready';
  }

  get isDead(): boolean {
    return this.#state === 'dead';
  }

  /**
   * @returns for each file its record, or why there is none
   * @throws CamLensError `device-lost` or `internal` where it dies meanwhile
   */
  async measure(files: readonly PictureFile[], choice: RunChoice): Promise<readonly Answer<PictureRecord>[]> {
    try {
      return unwrap(await Promise.race([this.#remote.measure(files, choice), this.#died]));
    } catch (error) {
      const { code, message } = describeError(error);
      // What else is under way there would fail alike, or never be answered.
      if (code === 'device-lost') this.#die(new CamLensError(code, message));
      throw error;
    }
  }

  /** GPU buffers that are alive there, free ones included. */
  async alive(): Promise<Engine['alive']> {
    return unwrap(await Promise.race([this.#remote.alive(), this.#died]));
  }

  /** Ends the worker and gives its memory back. */
  end(): void {
    this.#state = 'dead';
    this.#worker.terminate();
  }

  async #start(machine: StoredMachine, threads: number, onProgress: (message: string) => void): Promise<LensInfo> {
    try {
      const info = unwrap(await Promise.race([this.#remote.start(machine, threads, proxy(onProgress)), this.#died]));
      this.#state = 'ready';
      return info;
    } catch (error) {
      this.end();
      throw error;
    }
  }

  #die(error: CamLensError): void {
    this.#state = 'dead';
    this.#reject(error);
  }
}
