/**
 * The only way to hold a worker (see `serve`): its calls, their replies and errors, and its end. The worker may die at
 * any time, with or without an error, or hang: then all pending and later calls reject, and nothing of it is left
 * behind.
 */
import { wrap } from 'comlink';
import { CamLensError } from '../../errors.ts';
import { unwrap, type Answer } from './answer.ts';
import type { WorkerNews } from '../pulse.ts';
import { PendingCalls } from '../../pending-calls.ts';
import { usualPatience, type Patience } from '../../silence.ts';

/** A worker's functions, as called from outside. */
export type CallsOf<Worker> = {
  readonly [Name in keyof Worker]: Worker[Name] extends (...given: infer Given) => infer Result
    ? (...given: Given) => Promise<Awaited<Result>>
    : never;
};

type Answering = Readonly<Record<string, (...given: readonly unknown[]) => Promise<Answer<unknown>>>>;

export interface HandleOptions<Told> {
  /** The start of the sentence that says how it ended: `A worker of the run`. */
  readonly called: string;
  /** What to do then, as a sentence, if anything. */
  readonly remedy?: string;
  /** Messages from the worker besides its replies. */
  readonly onTold?: (told: Told) => void;
  /** Called for every sign of life: a reply, a message, progress. */
  readonly onSign?: () => void;
  /** Called if it died or hung, but not if it was ended from here. */
  readonly onDeath?: (error: CamLensError) => void;
  readonly patience?: Patience;
}

export class WorkerHandle<Calls, Told = never> {
  /**
   * Its functions. Calls may overlap; a worker that cannot handle that queues them (`Turns`). Each rejects with a
   * CamLensError: the error of the worker's function; `worker-failed` if it dies or hangs, or already has; the reason
   * it was ended with.
   */
  readonly calls: CallsOf<Calls>;
  readonly #worker: Worker;
  readonly #options: HandleOptions<Told>;
  readonly #pending: PendingCalls;
  /** Aborted when it has ended: removes every listener and the lock request. */
  readonly #watching = new AbortController();

  /** @param worker one whose module ends with `serve` */
  constructor(worker: Worker, options: HandleOptions<Told>) {
    this.#worker = worker;
    this.#options = options;
    const { called, patience = usualPatience } = options;
    this.#pending = new PendingCalls(patience, (ms) =>
      this.#die(`${called} no longer answers: it made no progress in ${Math.round(ms / 1000)} seconds`),
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
          this.#pending.settle(async () => unwrap(await (Reflect.get(remote, name) as Answering[string])(...given))),
    });
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => this.#hear(data), this.#watched);
    // A script that cannot be loaded causes an event without a message.
    const onError = ({ message }: Partial<ErrorEvent>): void =>
      this.#die(message ? `${called} failed (${message})` : `${called} could not be loaded`);
    worker.addEventListener('error', onError, this.#watched);
    const onUnread = (): void => this.#die(`A reply from ${called.toLowerCase()} could not be read`);
    worker.addEventListener('messageerror', onUnread, this.#watched);
  }

  /** Why it no longer answers; undefined while it does. */
  get ended(): CamLensError | undefined {
    return this.#pending.ended;
  }

  /** Ends it and frees its memory. */
  end(reason: CamLensError): void {
    if (!this.#pending.end(reason)) return;
    this.#watching.abort();
    this.#worker.terminate();
  }

  get #watched(): AddEventListenerOptions {
    return { signal: this.#watching.signal };
  }

  #hear(message: unknown): void {
    this.#pending.beat();
    this.#options.onSign?.();
    const { news, ...said } = message as Partial<WorkerNews> & { readonly lock?: string; readonly told?: Told };
    if (news === 'lives') this.#waitForDeath(said.lock!);
    else if (news === 'told') this.#options.onTold?.(said.told!);
  }

  /** The lock is free when the worker has ended, even if nothing else shows that. */
  #waitForDeath(lock: string): void {
    const { signal } = this.#watching;
    navigator.locks
      .request(lock, { signal }, () => this.#die(`${this.#options.called} ended without an error`))
      .catch(() => undefined);
  }

  #die(what: string): void {
    if (this.ended !== undefined) return;
    const { remedy, onDeath } = this.#options;
    const error = new CamLensError('worker-failed', remedy === undefined ? `${what}.` : `${what}; ${remedy}.`);
    this.end(error);
    onDeath?.(error);
  }
}
