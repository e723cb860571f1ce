/** Which frames of a video to explain: at most one at a time and so many a second, always the newest; counts the rest. */

export interface FrameCounts {
  /** Frames that were explained and shown. */
  readonly shown: number;
  /** Frames that the video played meanwhile and that were not explained. */
  readonly dropped: number;
}

export class FrameGate {
  #shown = 0;
  #dropped = 0;
  /** How many frames the video had played at the last offer; undefined at its start. */
  #played: number | undefined;
  #takenAtMs = -Infinity;
  #isBusy = false;

  get counts(): FrameCounts {
    return { shown: this.#shown, dropped: this.#dropped };
  }

  /** Whether a frame was taken whose `end` has not come. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /**
   * @param nowMs of any clock that does not go back
   * @param played frames that the video has played in total, this one included
   * @param maxRate frames per second, above 0
   * @returns whether to explain this frame; then `end` must follow
   */
  offer(nowMs: number, played: number, maxRate: number): boolean {
    const since = Math.max(1, played - (this.#played ?? played - 1));
    this.#played = played;
    // A millisecond less: frames come at intervals that are rounded.
    const isTaken = !this.#isBusy && nowMs - this.#takenAtMs >= 1000 / maxRate - 1;
    this.#dropped += isTaken ? since - 1 : since;
    if (!isTaken) return false;
    this.#isBusy = true;
    this.#takenAtMs = nowMs;
    return true;
  }

  /** @param isShown false if the frame's explanation was stopped or failed */
  end(isShown: boolean): void {
    this.#isBusy = false;
    if (isShown) this.#shown += 1;
    else this.#dropped += 1;
  }

  /** The frames from now to the next offer do not count. */
  pause(): void {
    this.#played = undefined;
  }
}
