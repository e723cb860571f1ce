/**
 * A source that lets the page's thread breathe: small files out of one chunk of an archive come without any wait between
 * them, thousands in a row, and what is done with them would hold up everything else.
 */
import type { DataSource } from '../../datasets/source.ts';
import { nextTask } from '../../pipeline/next-task.ts';

/** Longest time without a pause, in milliseconds, as far as it lies with the source. */
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
