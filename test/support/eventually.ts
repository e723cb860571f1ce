/** Waits for conditions, however long they take. */
import { vi } from 'vitest';

/**
 * Longer than the slowest machine needs and shorter than a test's time limit, so that the failure says what is missing.
 */
export const patienceMs = 60_000;

/**
 * Waits until nothing in `check` fails any more, and gives what it returns. All that the test relies on next belongs
 * into one check: what comes at once on a fast machine comes one by one on a slow one.
 */
export function eventually<Result>(check: () => Result | Promise<Result>): Promise<Result> {
  return vi.waitFor(check, { timeout: patienceMs });
}
