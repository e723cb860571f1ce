/** Limits how often a machine may be recreated: a GPU that keeps failing is given up. */

const mostRecoveries = 2;
const withinMs = 60_000;

export class Recovery {
  readonly #now: () => number;
  readonly #madeMs: number[] = [];

  /** @param now a clock that never goes back, in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether one more recovery is allowed now, up to two within a minute. A positive answer counts as one. */
  begin(): boolean {
    const nowMs = this.#now();
    while (this.#madeMs[0] !== undefined && nowMs - this.#madeMs[0] >= withinMs) this.#madeMs.shift();
    if (this.#madeMs.length >= mostRecoveries) return false;
    this.#madeMs.push(nowMs);
    return true;
  }
}
