/** Work that is done again and again while a run goes on, and must not take its time: a twentieth of it at most. */
export class Unhurried {
  readonly #work: () => Promise<void>;
  readonly #leastMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitMs = 0;
  #isBusy = false;
  /** What was asked for while it was being done. */
  #asked: 'soon' | 'now' | undefined;

  /**
   * @param work never done twice at once; it must not reject
   * @param leastMs between one time and the next
   */
  constructor(work: () => Promise<void>, leastMs: number) {
    this.#work = work;
    this.#leastMs = leastMs;
  }

  /** Has it done soon: the first time at once. */
  ask(): void {
    if (this.#isBusy) this.#asked ??= 'soon';
    else this.#timer ??= setTimeout(() => void this.#do(), this.#waitMs);
  }

  /** Has it done at once, or as soon as the time before has ended. */
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
