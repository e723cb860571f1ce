/**
 * Measures what refinement costs beside one run of the network, at input size 448: CAM of a 500 × 375 photo with each
 * refinement in turn, in one run and after a warm-up. Models that cannot be refined have the row `none` only.
 */
import { measureRefinements } from './measure/refine.ts';
import type { BenchOptions, Table } from './measure/table.ts';

export async function run(options: BenchOptions): Promise<Table> {
  return {
    title: 'refine: CAM of a 500 × 375 photo at the last layer, input 448',
    columns: ['threads', 'network', 'stages', 'what', 'median ms', 'least ms', 'most ms', '% of network'],
    rows: await measureRefinements(options),
  };
}
