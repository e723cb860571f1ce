/** The progress of `explain`. */
import type { Terminal } from './command.ts';
import { duration } from './run-progress.ts';

export class InputProgress {
  readonly #terminal: Terminal;
  readonly #total: number;
  readonly #nowMs: () => number;
  #begun = 0;
  #done = 0;
  #beganMs: number | undefined;

  constructor(terminal: Terminal, total: number, nowMs: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#total = total;
    this.#nowMs = nowMs;
  }

  /** Prints a line per picture if there is no status line. */
  begin(image: string): void {
    this.#beganMs ??= this.#nowMs();
    this.#begun = this.#done + 1;
    const line = `${String(this.#begun)} of ${String(this.#total)}`;
    if (this.#terminal.show === undefined) this.#terminal.tell(`${line}: ${image}`);
    else this.#terminal.show(`${line}${this.#pace()}: ${image}`, this.#done / this.#total);
  }

  end(): void {
    this.#done++;
  }

  /** Empty until the first picture is done. */
  #pace(): string {
    const seconds = (this.#nowMs() - (this.#beganMs ?? 0)) / 1000;
    if (this.#done === 0 || seconds <= 0) return '';
    const rate = this.#done / seconds;
    return `, ${rate.toFixed(2)} per second, ${duration((this.#total - this.#done) / rate)} left`;
  }
}
