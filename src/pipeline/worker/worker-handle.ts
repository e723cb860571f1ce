/**
 * The one way to hold a worker (see `serve`): its calls, their answers and errors, and its end. It may die at any time, with a
 * word or without one, or hang: what waits for it is rejected then, once, and whatever is asked later; nothing of it is left
 * behind.
 */
import { wrap } from 'comlink';
import { CamLensError } from '../../errors.ts';
import { unwrap, type Answer } from './answer.ts';
import type { WorkerNews } from '../pulse.ts';
import { Silence, usualPatience, type Patience } from './silence.ts';

/** A worker's functions, as they are called from outside. */
export type CallsOf<Worker> = {
  readonly [Name in keyof Worker]: Worker[Name] extends (...given: infer Given) => infer Result
    ? (...given: Given) => Promise<Awaited<Result>>
    : never;
};

type Answering = Readonly<Record<string, (...given: readonly unknown[]) => Promise<Answer<unknown>>>>;

export interface HandleOptions<Told> {
  /** The beginning of the sentence that says how it ended: `A worker of the run`. */
  readonly called: string;
  /** What is to be done then, as a sentence, if anything. */
  readonly remedy?: string;
  /** What the worker tells besides its answers. */
  readonly onTold?: (told: Told) => void;
  /** Every sign of life: an answer, a word, a piece of its work done. */
  readonly onSign?: () => void;
  /** It died or hung; not where it was ended from here. */
  readonly onDeath?: (error: CamLensError) => void;
  readonly patience?: Patience;
}

export class WorkerHandle<Calls, Told = never> {
  /**
   * Its functions. Calls may overlap; a worker that cannot have that takes them in turn (`Turns`). Each rejects with a
   * CamLensError: what the worker's function threw; `worker-failed` where it dies or hangs meanwhile, or has; what it was ended
   * with.
   */
  readonly calls: CallsOf<Calls>;
  readonly #worker: Worker;
  readonly #options: HandleOptions<Told>;
  readonly #silence: Silence;
  /** Aborted when it has ended: takes every listener and what waits for its lock away. */
  readonly #watching = new AbortController();
  /** Of calls that are under way. */
  readonly #waiting = new Set<(error: CamLensError) => void>();
  #ended: CamLensError | undefined;

  /** @param worker one whose module ends with `serve` */
  constructor(worker: Worker, options: HandleOptions<Told>) {
    this.#worker = worker;
    this.#options = options;
    const { called, patience = usualPatience } = options;
    this.#silence = new Silence(patience, (ms) =>
      this.#die(`${called} no longer answers: in ${Math.round(ms / 1000)} seconds it got nothing done`),
    );
    const remote = wrap<Answering>({
      postMessage: (message: unknown, transfer: Transferable[] = []) => worker.postMessage(message, transfer),
      addEventListener: (type, listener) => worker.addEventListener(type, listener, this.#watched),
      removeEventListener: (type, listener) => worker.removeEventListener(type, listener),
    }) as unknown as Answering;
    this.calls = new Proxy({} as CallsOf<Calls>, {
      get:
        (_, name) =>
        (...given: readonly unknown[]) =>
          this.#settle(() => (Reflect.get(remote, name) as Answering[string])(...given)),
    });
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => this.#hear(data), this.#watched);
    // A script that cannot be loaded gives an event without a message.
    const onError = ({ message }: Partial<ErrorEvent>): void =>
      this.#die(message ? `${called} failed (${message})` : `${called} could not be loaded`);
    worker.addEventListener('error', onError, this.#watched);
    const onUnread = (): void => this.#die(`An answer could not be read: ${called.toLowerCase()} sent it`);
    worker.addEventListener('messageerror', onUnread, this.#watched);
  }

  /** Why it answers no more; undefined as long as it does. */
  get ended(): CamLensError | undefined {
    return this.#ended;
  }

  #settle(call: () => Promise<Answer<unknown>>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) return reject(this.#ended);
      this.#waiting.add(reject);
      this.#silence.begin();
      call()
        .then((given) => resolve(unwrap(given)))
        .catch(reject)
        .finally(() => {
          this.#waiting.delete(reject);
          if (this.#waiting.size === 0) this.#silence.end();
        });
    });
  }

  /** Ends it and gives its memory back. */
  end(reason: CamLensError): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    this.#watching.abort();
    this.#silence.end();
    this.#worker.terminate();
    for (const reject of this.#waiting) reject(reason);
    this.#waiting.clear();
  }

  get #watched(): AddEventListenerOptions {
    return { signal: this.#watching.signal };
  }

  #hear(message: unknown): void {
    this.#silence.beat();
    this.#options.onSign?.();
    const { news, ...said } = message as Partial<WorkerNews> & { readonly lock?: string; readonly told?: Told };
    if (news === 'lives') this.#waitForDeath(said.lock!);
    else if (news === 'told') this.#options.onTold?.(said.told!);
  }

  /** The lock is free when the worker has ended, also where nothing else says so. */
  #waitForDeath(lock: string): void {
    const { signal } = this.#watching;
    navigator.locks
      .request(lock, { signal }, () => this.#die(`${this.#options.called} ended without a word`))
      .catch(() => undefined);
  }

  #die(what: string): void {
    if (this.#ended !== undefined) return;
    const { remedy, onDeath } = this.#options;
    const error = new CamLensError('worker-failed', remedy === undefined ? `${what}.` : `${what}; ${remedy}.`);
    this.end(error);
    onDeath?.(error);
  }
}
