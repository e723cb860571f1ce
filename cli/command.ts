import type { ExitCode } from './exit-codes.ts';
import type { OptionTable } from './parse-options.ts';

/** The kind of a line: a failure, or a warning while the command goes on. */
export type Tone = 'error' | 'warning';

/**
 * A command's input and output (results to standard output, everything else to standard error), and its interruption.
 */
export interface Terminal {
  print(text: string): void;
  tell(line: string, tone?: Tone): void;
  /**
   * Shows the current status in place of the previous one; undefined unless the output is an interactive terminal.
   * @param share of the work that is done, 0…1, if known
   */
  show?(line: string, share?: number): void;
  /** Width of the terminal in columns; undefined if results do not go to a terminal. */
  readonly columns?: number | undefined;
  /** Standard input; empty unless there is one. */
  readonly input?: AsyncIterable<Uint8Array>;
  /** Aborted by Ctrl+C, SIGTERM or SIGHUP; the signal's name is the reason. */
  readonly interrupted?: AbortSignal;
}

export interface Command {
  /** The positional arguments in the usage: `IMAGE…`. */
  readonly positionals: string;
  readonly help: string;
  readonly options: OptionTable;
  /** The possible positional arguments, if they are known. */
  readonly words?: readonly string[];
  /** Rejects with a CamLensError if nothing could be done. */
  run(words: readonly string[], terminal: Terminal): Promise<ExitCode>;
}
