/** Work that is repeated during a run, and takes at most a twentieth of the time. */
export class Unhurried {
  readonly #work: () => Promise<void>;
  readonly #leastMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitMs = 0;
  #isBusy = false;
  /** A request that arrived during the work. */
  #asked: 'soon' | 'now' | undefined;

  /**
   * @param work never runs concurrently; must not reject
   * @param leastMs minimum time between two runs
   */
  constructor(work: () => Promise<void>, leastMs: number) {
    this.#work = work;
    this.#leastMs = leastMs;
  }

  /** Requests the work soon; the first time immediately. */
  ask(): void {
    if (this.#isBusy) this.#asked ??= 'soon';
    else this.#timer ??= setTimeout(() => void this.#do(), this.#waitMs);
  }

  /** Requests the work immediately, or as soon as the current run has ended. */
  now(): void {
    this.cancel();
    if (this.#isBusy) this.#asked = 'now';
    else void this.#do();
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#asked = undefined;
  }

  async #do(): Promise<void> {
    this.#timer = undefined;
    this.#isBusy = true;
    const began = performance.now();
    await this.#work();
    this.#waitMs = Math.max(this.#leastMs, 20 * (performance.now() - began));
    this.#isBusy = false;
    const asked = this.#asked;
    this.#asked = undefined;
    if (asked === 'now') this.now();
    else if (asked === 'soon') this.ask();
  }
}
