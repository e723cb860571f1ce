/**
 * A queue that runs one task at a time: a task that is urgent when its predecessor ends goes first, otherwise the
 * oldest.
 */
import { CamLensError } from '../../errors.ts';

interface Waiting {
  readonly isUrgent: () => boolean;
  readonly begin: () => Promise<void>;
}

export class UrgentFirst {
  readonly #waiting = new Set<Waiting>();
  #isBusy = false;

  /**
   * @param isUrgent evaluated whenever a task is chosen
   * @param signal removes it from the queue; a running task must handle it itself
   * @throws CamLensError `stopped` if the signal aborts before its turn; errors of the work
   */
  take<Result>(isUrgent: () => boolean, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.delete(waiting);
        reject(new CamLensError('stopped', 'The explanation was stopped.'));
      };
      const begin = async (): Promise<void> => {
        signal.removeEventListener('abort', leave);
        await work().then(resolve, reject);
      };
      const waiting = { isUrgent, begin };
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave);
      this.#waiting.add(waiting);
      // Tasks requested at the same time compete.
      queueMicrotask(() => void this.#next());
    });
  }

  async #next(): Promise<void> {
    if (this.#isBusy) return;
    const all = [...this.#waiting];
    const next = all.find(({ isUrgent }) => isUrgent()) ?? all[0];
    if (next === undefined) return;
    this.#waiting.delete(next);
    this.#isBusy = true;
    await next.begin();
    this.#isBusy = false;
    void this.#next();
  }
}
