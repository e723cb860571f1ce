/** The last line of a terminal, which shows the current status and is overwritten. */
import { cut } from './cut.ts';

interface Screen {
  readonly columns?: number;
  write(text: string, written: () => void): boolean;
}

const barWidth = 20;
/** Returns to the start of the line and erases it. */
const erase = '\r\u001b[2K';

export class StatusLine {
  readonly #screen: Screen;
  readonly #paint: (text: string) => string;
  #shown: (() => string) | undefined;
  /** The text on the terminal. */
  #text = '';

  constructor(screen: Screen, paint: (text: string) => string) {
    this.#screen = screen;
    this.#paint = paint;
  }

  /** @param share of the work that is done, 0…1, shown as a bar */
  show(line: string, share?: number): void {
    // Measured each time, because the window may have been resized. The last column stays free, because some terminals
    // wrap there.
    this.#shown = () => {
      const room = (this.#screen.columns ?? 80) - 1;
      const bar = share === undefined || room < 3 * barWidth ? '' : `${barOf(share)} `;
      return `${bar === '' ? '' : this.#paint(bar)}${cut(line, room - bar.length)}`;
    };
    const text = this.#shown();
    if (text === this.#text) return;
    this.#text = text;
    this.#write(erase + text);
  }

  clear(): void {
    if (this.#shown !== undefined) this.#write(erase);
    this.#shown = undefined;
    this.#text = '';
  }

  /** @param write writes complete lines, which stay above the status line */
  above(write: () => void): void {
    if (this.#shown !== undefined) this.#write(erase);
    write();
    if (this.#shown !== undefined) this.#write(this.#shown());
  }

  #write(text: string): void {
    this.#screen.write(text, () => undefined);
  }
}

function barOf(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * barWidth);
  return `${'█'.repeat(full)}${'░'.repeat(barWidth - full)}`;
}
