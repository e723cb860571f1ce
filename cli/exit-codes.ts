import type { ErrorCode } from '../src/errors.ts';

/** The command's exit codes; scripts depend on them. */
export const exitCodes = {
  ...{ done: 0, someFailed: 1, usage: 2, cannotRun: 3 },
  /** As shells have it: 128 and the number of SIGINT, SIGTERM or SIGHUP. */
  ...{ stopped: 130, terminated: 143, hungUp: 129 },
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Faults that end the command where it starts; behind the start, and with every other code, one picture is at fault.
 * Only `stopped` ends it at any time. */
const endingCodes: Partial<Record<ErrorCode, ExitCode>> = {
  'bad-option': exitCodes.usage,
  'table-unreadable': exitCodes.usage,
  'records-unfit': exitCodes.usage,
  'run-locked': exitCodes.usage,
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

/** Of `stopped` as by Ctrl+C: another signal has its own (signals.ts). */
export function exitCodeOf(code: ErrorCode): ExitCode {
  return endingCodes[code] ?? exitCodes.someFailed;
}
