import type { ErrorCode } from '../src/errors.ts';

/** The command's exit codes. Scripts depend on them. */
export const exitCodes = {
  ...{ done: 0, someFailed: 1, usage: 2, cannotRun: 3 },
  /** As in shells: 128 plus the number of SIGINT, SIGTERM or SIGHUP. */
  ...{ stopped: 130, terminated: 143, hungUp: 129 },
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * Errors that end the command if they occur at the start. Later, and with other codes, only one picture has failed.
 * `stopped` ends the command at any time.
 */
const endingCodes: Partial<Record<ErrorCode, ExitCode>> = {
  'bad-option': exitCodes.usage,
  'table-unreadable': exitCodes.usage,
  'records-unfit': exitCodes.usage,
  'run-locked': exitCodes.usage,
  'output-exists': exitCodes.usage,
  'unknown-class': exitCodes.usage,
  'unknown-layer': exitCodes.usage,
  'unknown-method': exitCodes.usage,
  'method-needs': exitCodes.usage,
  'model-missing': exitCodes.cannotRun,
  'model-damaged': exitCodes.cannotRun,
  'model-unsupported': exitCodes.cannotRun,
  'operator-unsupported': exitCodes.cannotRun,
  'limit-exceeded': exitCodes.cannotRun,
  'output-unwritable': exitCodes.cannotRun,
  'download-failed': exitCodes.cannotRun,
  'runtime-damaged': exitCodes.cannotRun,
  'no-browser': exitCodes.cannotRun,
  'no-webgpu': exitCodes.cannotRun,
  'worker-failed': exitCodes.cannotRun,
  stopped: exitCodes.stopped,
};

/** Whether an error at the start ends the whole command. */
export function endsCommand(code: ErrorCode): boolean {
  return endingCodes[code] !== undefined;
}

/** `stopped` gives the code for Ctrl+C; signals.ts has those of other signals. */
export function exitCodeOf(code: ErrorCode): ExitCode {
  return endingCodes[code] ?? exitCodes.someFailed;
}
