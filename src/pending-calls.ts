/** Calls to something that may die or hang, such as a worker or a browser's page: when it does, all of them reject. */
import type { CamLensError } from './errors.ts';
import { Silence, type Patience } from './silence.ts';

export class PendingCalls {
  readonly #silence: Silence;
  readonly #rejections = new Set<(reason: CamLensError) => void>();
  #ended: CamLensError | undefined;

  /** @param onHung called when calls have been pending for longer than the patience allows without a `beat` */
  constructor(patience: Patience, onHung: (silentMs: number) => void) {
    this.#silence = new Silence(patience, onHung);
  }

  /** Why calls are no longer answered; undefined while they are. */
  get ended(): CamLensError | undefined {
    return this.#ended;
  }

  /** @returns the call's own outcome; rejects with the reason once `end` is called, immediately if it has been */
  settle<Result>(call: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) return reject(this.#ended);
      this.#rejections.add(reject);
      this.#silence.begin();
      (async () => call())()
        .then(resolve)
        .catch(reject)
        .finally(() => {
          this.#rejections.delete(reject);
          if (this.#rejections.size === 0) this.#silence.end();
        });
    });
  }

  /** A sign of progress. */
  beat(): void {
    this.#silence.beat();
  }

  /** Rejects all pending and later calls. Only the first reason counts: returns false if there was one before. */
  end(reason: CamLensError): boolean {
    if (this.#ended !== undefined) return false;
    this.#ended = reason;
    this.#silence.end();
    for (const reject of this.#rejections) reject(reason);
    this.#rejections.clear();
    return true;
  }
}
