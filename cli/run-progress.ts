/** The progress of a run as text. */
import type { TellProgress } from './progress.ts';

export class RunProgress {
  readonly #tell: TellProgress;
  readonly #nowMs: () => number;
  readonly #before: number;
  #total: string | undefined;
  #pictures: number | undefined;
  #left = 0;
  #done = 0;
  #beganMs: number | undefined;

  /** @param before number of pictures that earlier sessions measured */
  constructor(tell: TellProgress, before: number, nowMs: () => number = () => performance.now()) {
    this.#tell = tell;
    this.#before = before;
    this.#nowMs = nowMs;
  }

  /** Number of pictures measured in this session. */
  get done(): number {
    return this.#done;
  }

  /** Seconds since the annotations were read. */
  get seconds(): number {
    return this.#beganMs === undefined ? 0 : (this.#nowMs() - this.#beganMs) / 1000;
  }

  begin(pictures: number, isExact: boolean): void {
    this.#beganMs ??= this.#nowMs();
    this.#left = pictures;
    const total = this.#before + this.#done + pictures;
    this.#pictures = total;
    this.#total = `${isExact ? '' : 'at most '}${String(total)}`;
  }

  /** @param id of the picture */
  addRecord(id: string): void {
    this.#done++;
    this.#left--;
    const rate = this.#done / Math.max(this.seconds, 0.001);
    const shown = rate.toFixed(rate < 10 ? 2 : 0);
    const left = duration(Math.max(0, this.#left) / rate);
    const done = this.#before + this.#done;
    const share = this.#pictures === undefined ? undefined : done / this.#pictures;
    this.#tell(`${String(done)} of ${this.#total ?? '?'} pictures, ${shown} per second, ${left} left`, share, id);
  }
}

/** 75 → `1:15`, 3,675 → `1:01:15`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (parts[0] === 0) parts.shift();
  return parts.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
