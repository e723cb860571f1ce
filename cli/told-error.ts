import type { ErrorCode } from '../src/errors.ts';

/** An error as users see it: the message, and the code, whose cause and remedy are in docs/errors.md. */
export function toldError({ code, message }: { readonly code: ErrorCode; readonly message: string }): string {
  return `${message} [${code}]`;
}
