import type { ErrorCode } from '../src/errors.ts';

/** The command's exit codes; scripts depend on them. */
export const exitCodes = { done: 0, someFailed: 1, usage: 2, cannotRun: 3 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Faults that no other picture would be spared; every other code is the fault of one picture. */
const endingCodes: Partial<Record<ErrorCode, ExitCode>> = {
  'bad-option': exitCodes.usage,
  'unknown-class': exitCodes.usage,
  'unknown-layer': exitCodes.usage,
  'unknown-method': exitCodes.usage,
  'method-needs': exitCodes.usage,
  'model-missing': exitCodes.cannotRun,
  'model-damaged': exitCodes.cannotRun,
  'model-unsupported': exitCodes.cannotRun,
  'operator-unsupported': exitCodes.cannotRun,
  'no-browser': exitCodes.cannotRun,
  'no-webgpu': exitCodes.cannotRun,
};

/** Whether an error ends the whole command rather than one picture. */
export function endsCommand(code: ErrorCode): boolean {
  return endingCodes[code] !== undefined;
}

export function exitCodeOf(code: ErrorCode): ExitCode {
  return endingCodes[code] ?? exitCodes.someFailed;
}
