/** How errors cross between threads: as code and sentence, because a structured clone would lose the code. */
import { CamLensError, describeError, type ErrorCode } from '../../errors.ts';

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: { readonly code: ErrorCode; readonly message: string } };

/** Runs something and returns its outcome. */
export async function answer<T>(work: () => T | Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: describeError(error) };
  }
}

/** The value, or the error, thrown on this side. */
export function unwrap<T>(given: Answer<T>): T {
  if (given.ok) return given.value;
  throw new CamLensError(given.error.code, given.error.message);
}
