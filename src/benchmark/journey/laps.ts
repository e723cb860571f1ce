/** A stopwatch: each lap ends where the next begins, so that no time is counted twice or lost. */
export class Laps {
  readonly #now: () => number;
  readonly #timesMs = new Map<string, number>();
  #sinceMs: number;

  /**
   * @param now current time in milliseconds
   * @param sinceMs when the first lap began; default: now
   */
  constructor(now: () => number = () => performance.now(), sinceMs = now()) {
    this.#now = now;
    this.#sinceMs = sinceMs;
  }

  /** In the order of their first end. */
  get timesMs(): ReadonlyMap<string, number> {
    return this.#timesMs;
  }

  get sumMs(): number {
    return [...this.#timesMs.values()].reduce((sum, timeMs) => sum + timeMs, 0);
  }

  /** The time since the last end belongs to this step, which may have had laps before. */
  end(step: string): void {
    const nowMs = this.#now();
    this.#timesMs.set(step, (this.#timesMs.get(step) ?? 0) + nowMs - this.#sinceMs);
    this.#sinceMs = nowMs;
  }

  /** The time since the last end belongs to no step. */
  skip(): void {
    this.#sinceMs = this.#now();
  }

  /** Divides a step in two: the first took this long, the second the rest. */
  divide(step: string, first: string, firstMs: number, second: string): void {
    const entries = [...this.#timesMs].flatMap(([name, timeMs]): [string, number][] => {
      return name === step
        ? [
            [first, firstMs],
            [second, timeMs - firstMs],
          ]
        : [[name, timeMs]];
    });
    this.#timesMs.clear();
    for (const [name, timeMs] of entries) this.#timesMs.set(name, timeMs);
  }
}
