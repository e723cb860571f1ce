/** How often a machine may be made anew in place: a GPU that fails again and again is not asked for ever. */

const mostRecoveries = 2;
const withinMs = 60_000;

export class Recovery {
  readonly #now: () => number;
  readonly #madeMs: number[] = [];

  /** @param now a clock that never goes back, in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether there may be one more now: two within a minute. One that may be counts. */
  begin(): boolean {
    const nowMs = this.#now();
    while (this.#madeMs[0] !== undefined && nowMs - this.#madeMs[0] >= withinMs) this.#madeMs.shift();
    if (this.#madeMs.length >= mostRecoveries) return false;
    this.#madeMs.push(nowMs);
    return true;
  }
}
