/** Work that is done again and again while a run goes on, and must not take its time: a twentieth of it at most. */
export class Unhurried {
  readonly #work: () => void;
  readonly #leastMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitMs = 0;

  /** @param leastMs between one time and the next */
  constructor(work: () => void, leastMs: number) {
    this.#work = work;
    this.#leastMs = leastMs;
  }

  /** Has it done soon: the first time at once. */
  ask(): void {
    this.#timer ??= setTimeout(() => this.now(), this.#waitMs);
  }

  now(): void {
    this.cancel();
    const began = performance.now();
    this.#work();
    this.#waitMs = Math.max(this.#leastMs, 20 * (performance.now() - began));
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
