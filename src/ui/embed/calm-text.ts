/** Text for screen readers that changes often: read out at most every few seconds, always the newest. */

/** Long enough for a short line to be read out. */
export const calmMs = 4000;

export class CalmText {
  #text = '';
  #changedAtMs = -Infinity;

  get text(): string {
    return this.#text;
  }

  /** @returns whether it changed */
  offer(text: string, nowMs: number): boolean {
    if (text === this.#text || nowMs - this.#changedAtMs < calmMs) return false;
    this.#text = text;
    this.#changedAtMs = nowMs;
    return true;
  }

  /** Changes it at once. */
  set(text: string): void {
    this.#text = text;
    this.#changedAtMs = -Infinity;
  }
}
