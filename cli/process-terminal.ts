/** The terminal of a real process. The reader of its output may disappear, or the disk may be full. */
import colours from 'picocolors';
import { CamLensError } from '../src/errors.ts';
import type { Terminal, Tone } from './command.ts';
import { exitCodeOf, type ExitCode } from './exit-codes.ts';
import { visibleText } from '../src/visible.ts';
import { endedBySignal } from './signals.ts';
import { StatusLine } from './status-line.ts';
import { toldError } from './told-error.ts';

export interface Output {
  /** Whether it is an interactive terminal. */
  readonly isTTY?: boolean;
  /** Width in columns. */
  readonly columns?: number;
  write(text: string, written: () => void): boolean;
  on(event: 'error', hear: (error: NodeJS.ErrnoException) => void): unknown;
}

export class ProcessTerminal implements Terminal {
  readonly interrupted: AbortSignal;
  /** Undefined unless the terminal is interactive and can move the cursor. */
  readonly show?: (line: string, share?: number) => void;
  readonly #results: Output;
  readonly #words: Output;
  readonly #tones: Readonly<Record<Tone, (text: string) => string>>;
  readonly #status: StatusLine | undefined;
  #lost: NodeJS.ErrnoException | undefined;

  constructor(
    results: Output = process.stdout,
    words: Output = process.stderr,
    interrupted = endedBySignal(),
    { NO_COLOR: noColour, TERM: kind }: NodeJS.ProcessEnv = process.env,
  ) {
    this.interrupted = interrupted;
    this.#results = results;
    this.#words = words;
    const isSeen = words.isTTY === true && kind !== 'dumb';
    // https://no-color.org: any value except the empty one.
    const { red, yellow, cyan } = colours.createColors(isSeen && (noColour === undefined || noColour === ''));
    this.#tones = { error: red, warning: yellow };
    this.#status = isSeen ? new StatusLine(words, cyan) : undefined;
    if (this.#status !== undefined) this.show = (line, share) => this.#status?.show(visibleText(line), share);
    results.on('error', (error) => (this.#lost ??= error));
    // A closed terminal accepts no more output; the work goes on without it.
    words.on('error', () => undefined);
  }

  /** @throws CamLensError `bad-option` if standard input is the terminal */
  get input(): AsyncIterable<Uint8Array> {
    if (!process.stdin.isTTY) return process.stdin as AsyncIterable<Uint8Array>;
    throw new CamLensError(
      'bad-option',
      '"-" is standard input, which is the terminal here; expected a pipe or a file.',
    );
  }

  get columns(): number | undefined {
    return this.#results.isTTY === true ? this.#results.columns : undefined;
  }

  print(text: string): void {
    this.#status?.clear();
    this.#results.write(visibleText(text), () => undefined);
  }

  tell(line: string, tone?: Tone): void {
    const seen = visibleText(line);
    const write = (): void => {
      this.#words.write(`${tone === undefined ? seen : this.#tones[tone](seen)}\n`, () => undefined);
    };
    if (this.#status === undefined) write();
    else this.#status.above(write);
  }

  /**
   * Waits until everything is printed.
   * @returns the code, or that of `output-unwritable` if results could not be printed. A reader that closes early, as
   *   `head` does, is not an error.
   */
  async finish(code: ExitCode): Promise<ExitCode> {
    this.#status?.clear();
    await new Promise<void>((resolve) => void this.#results.write('', () => resolve()));
    if (this.#lost === undefined || this.#lost.code === 'EPIPE') return code;
    const { code: reason = 'unknown' } = this.#lost;
    const message = `The result cannot be written to standard output (${reason}).`;
    this.tell(toldError({ code: 'output-unwritable', message }), 'error');
    return exitCodeOf('output-unwritable');
  }
}
