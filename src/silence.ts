/** How long a working worker may go without a sign of progress before it counts as hung. */

export interface Patience {
  /** Until its first sign of progress, and the maximum afterwards. */
  readonly mostMs: number;
  /** Afterwards this multiple of its longest silence so far, … */
  readonly times: number;
  /** … but at least this long. */
  readonly leastMs: number;
  /** How often to check. */
  readonly lookMs: number;
}

/** One run of a large network on a slow machine may take minutes, during which a thread gives no sign. */
export const usualPatience: Patience = { mostMs: 600_000, times: 100, leastMs: 180_000, lookMs: 5_000 };

/**
 * At most this much counts between two checks: a machine that slept, or a page that was blocked, does not make a worker
 * hung.
 */
const mostBetweenLooksMs = 60_000;

export class Silence {
  readonly #patience: Patience;
  readonly #onTooLong: (silentMs: number) => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #lookedMs = 0;
  #silentMs = 0;
  /** Undefined before the first sign of progress. */
  #longestMs: number | undefined;

  /** @param onTooLong called at most once for every `begin` */
  constructor(patience: Patience, onTooLong: (silentMs: number) => void) {
    this.#patience = patience;
    this.#onTooLong = onTooLong;
  }

  get limitMs(): number {
    const { mostMs, leastMs, times } = this.#patience;
    return this.#longestMs === undefined ? mostMs : Math.min(mostMs, Math.max(leastMs, times * this.#longestMs));
  }

  /** There is work from now on. */
  begin(): void {
    if (this.#timer !== undefined) return;
    this.#lookedMs = performance.now();
    this.#silentMs = 0;
    this.#timer = setInterval(() => this.#look(), this.#patience.lookMs);
  }

  /** A sign of progress. */
  beat(): void {
    if (this.#timer === undefined) return;
    this.#count();
    this.#longestMs = Math.max(this.#longestMs ?? 0, this.#silentMs);
    this.#silentMs = 0;
  }

  /** Nothing is in progress: silence is normal. */
  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    this.#count();
    if (this.#silentMs < this.limitMs) return;
    this.end();
    this.#onTooLong(this.#silentMs);
  }

  #count(): void {
    const nowMs = performance.now();
    this.#silentMs += Math.min(mostBetweenLooksMs, nowMs - this.#lookedMs);
    this.#lookedMs = nowMs;
  }
}
