/** How far a run is, in words. */
export class RunProgress {
  readonly #tell: (line: string) => void;
  readonly #nowMs: () => number;
  readonly #before: number;
  #total: string | undefined;
  #left = 0;
  #done = 0;
  #beganMs: number | undefined;

  /** @param before pictures that earlier sessions have measured */
  constructor(tell: (line: string) => void, before: number, nowMs: () => number = () => performance.now()) {
    this.#tell = tell;
    this.#before = before;
    this.#nowMs = nowMs;
  }

  /** Pictures measured in this session. */
  get done(): number {
    return this.#done;
  }

  /** Since the annotations were read. */
  get seconds(): number {
    return this.#beganMs === undefined ? 0 : (this.#nowMs() - this.#beganMs) / 1000;
  }

  begin(pictures: number, isExact: boolean): void {
    this.#beganMs ??= this.#nowMs();
    this.#left = pictures;
    const total = this.#before + this.#done + pictures;
    this.#total = `${isExact ? '' : 'at most '}${String(total)}`;
  }

  addRecord(): void {
    this.#done++;
    this.#left--;
    const rate = this.#done / Math.max(this.seconds, 0.001);
    const shown = rate.toFixed(rate < 10 ? 2 : 0);
    const left = duration(Math.max(0, this.#left) / rate);
    this.#tell(
      `${String(this.#before + this.#done)} of ${this.#total ?? '?'} pictures, ${shown} a second, ${left} left`,
    );
  }
}

/** 75 → `1:15`, 3,675 → `1:01:15`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (parts[0] === 0) parts.shift();
  return parts.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
