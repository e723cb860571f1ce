/** The terminal of a real process. What reads the output may go away, or the disk behind it be full. */
import type { Terminal } from './command.ts';
import { exitCodeOf, type ExitCode } from './exit-codes.ts';
import { visibleText } from '../src/visible.ts';
import { endedBySignal } from './signals.ts';

interface Output {
  write(text: string, written: () => void): boolean;
  on(event: 'error', hear: (error: NodeJS.ErrnoException) => void): unknown;
}

export class ProcessTerminal implements Terminal {
  readonly interrupted: AbortSignal;
  readonly #results: Output;
  readonly #words: Output;
  #lost: NodeJS.ErrnoException | undefined;

  constructor(results: Output = process.stdout, words: Output = process.stderr, interrupted = endedBySignal()) {
    this.interrupted = interrupted;
    this.#results = results;
    this.#words = words;
    results.on('error', (error) => (this.#lost ??= error));
    // A terminal that was closed takes no more words; the work does not depend on them.
    words.on('error', () => undefined);
  }

  print(text: string): void {
    this.#results.write(visibleText(text), () => undefined);
  }

  tell(line: string): void {
    this.#words.write(`${visibleText(line)}\n`, () => undefined);
  }

  /**
   * Waits until all is printed.
   * @returns the code, or that of `output-unwritable` where results were printed to a place that has no room for them. A
   * reader that goes away early, as `head` does, has what it wants.
   */
  async finish(code: ExitCode): Promise<ExitCode> {
    await new Promise<void>((resolve) => void this.#results.write('', () => resolve()));
    if (this.#lost === undefined || this.#lost.code === 'EPIPE') return code;
    const { code: reason = 'unknown' } = this.#lost;
    this.tell(`output-unwritable: Standard output does not take the result (${reason}).`);
    return exitCodeOf('output-unwritable');
  }
}
