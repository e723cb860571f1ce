/** Waiting for what takes as long as it takes. */
import { vi } from 'vitest';

/** Beyond what the slowest machine needs, and less than a test may last: what is missing is told, not that time is up. */
export const patienceMs = 60_000;

/**
 * Waits until nothing in `check` fails any more, and gives what it returns. All that the test relies on next belongs
 * into one check: what comes at once on a fast machine comes one by one on a slow one.
 */
export function eventually<Result>(check: () => Result | Promise<Result>): Promise<Result> {
  return vi.waitFor(check, { timeout: patienceMs });
}
