/**
 * Checks that the memory of a page does not grow with the number of explanations. One Lens opens, explains, locates,
 * paints and closes 10 pictures per round; after each round, the resident memory of all the browser's processes and the
 * number of open files are reported. `--rounds 100` makes 1,000 explanations.
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
