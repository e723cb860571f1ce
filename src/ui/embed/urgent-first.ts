/** Work that is done one after another: what is urgent when its predecessor ends goes first, else what came first. */
import { CamLensError } from '../../errors.ts';

interface Waiting {
  readonly isUrgent: () => boolean;
  readonly begin: () => Promise<void>;
}

export class UrgentFirst {
  readonly #waiting = new Set<Waiting>();
  #isBusy = false;

  /**
   * @param isUrgent asked whenever work is chosen
   * @param signal takes it out of the queue; work that has begun must heed it itself
   * @throws CamLensError `stopped` where the signal says so before its turn comes; what the work throws
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
      // Whoever asks in the same moment is chosen among.
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
