import type { ErrorCode } from './error-codes.ts';
import { visible } from './visible.ts';

export type { ErrorCode };

/** Every error of cam-lens: a stable code, and a sentence that names the file, node or option. */
export class CamLensError extends Error {
  /** Always `CamLensError`. */
  override readonly name = 'CamLensError';
  /** Stable: scripts may depend on it. */
  readonly code: ErrorCode;

  /** Also of another copy of the package on the same page. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return (value as Partial<Error> | null | undefined)?.name === 'CamLensError';
  }

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    // It contains names from files, and is shown on terminals.
    super(visible(message), options);
    this.code = code;
  }
}

/** Code and sentence for anything thrown; the code is `internal` if it is not a CamLensError. */
export function describeError(error: unknown): { code: ErrorCode; message: string } {
  if (error instanceof CamLensError) return { code: error.code, message: error.message };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}
