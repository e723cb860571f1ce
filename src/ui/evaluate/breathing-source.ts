/**
 * A source that yields to the event loop: small files in one chunk of an archive arrive without any wait between them,
 * thousands in a row, and processing them would block the page.
 */
import type { DataSource } from '../../datasets/source.ts';
import { nextTask } from '../../pipeline/next-task.ts';

/** Longest time without a pause that the source allows, in milliseconds. */
const mostMs = 15;

export function breathing(source: DataSource): DataSource {
  return {
    name: source.name,
    async *open(report) {
      let since = performance.now();
      for await (const entry of source.open(report)) {
        yield entry;
        if (performance.now() - since < mostMs) continue;
        await nextTask();
        since = performance.now();
      }
    },
  };
}
