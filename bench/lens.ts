/**
 * Does a page grow with the number of its explanations? Pictures opened, explained, located, painted and closed in one Lens,
 * 50 a round: what the browser has resident, all its processes together, and the files that it has open, round after round.
 * --rounds 20 for 1,000 explanations.
 */
import { measureLens } from './measure/lens.ts';
import type { BenchOptions, Table } from './measure/table.ts';

export async function run(options: BenchOptions): Promise<Table> {
  return {
    title: 'lens: explanations of a photo in one page, CAM and Grad-CAM at the last layer, each painted and located',
    columns: ['explanations', 'MB now', 'file handles'],
    rows: await measureLens(options),
  };
}
