import type { ExitCode } from './exit-codes.ts';
import type { OptionTable } from './parse-options.ts';

/** Where a command writes, results to standard output, everything else to standard error; and where it is ended. */
export interface Terminal {
  print(text: string): void;
  tell(line: string): void;
  /** Aborted by Ctrl+C, SIGTERM or SIGHUP; the signal's name is the reason. */
  readonly interrupted?: AbortSignal;
}

export interface Command {
  /** What stands behind the name in the usage: `IMAGE…`. */
  readonly positionals: string;
  readonly help: string;
  readonly options: OptionTable;
  /** Rejects with a CamLensError where nothing could be done. */
  run(words: readonly string[], terminal: Terminal): Promise<ExitCode>;
}
