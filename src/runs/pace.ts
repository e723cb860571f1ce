/** The rate of a run, without pauses. Times are in milliseconds of one clock. */
export class Pace {
  #done = 0;
  #activeMs = 0;
  #since: number | undefined;

  go(nowMs: number): void {
    this.#since ??= nowMs;
  }

  rest(nowMs: number): void {
    this.#activeMs = this.#activeAt(nowMs);
    this.#since = undefined;
  }

  count(): void {
    this.#done++;
  }

  /** Pictures per second; undefined until it can be estimated. */
  perSecond(nowMs: number): number | undefined {
    const seconds = this.#activeAt(nowMs) / 1000;
    return this.#done === 0 || seconds <= 0 ? undefined : this.#done / seconds;
  }

  #activeAt(nowMs: number): number {
    return this.#activeMs + (this.#since === undefined ? 0 : nowMs - this.#since);
  }
}
