/**
 * How much of an evaluation is not the network? Warm and by turns: the whole run as `evaluate` makes it (500 × 375
 * photos decoded, CAM and Grad-CAM at the last layer, boxes, records written), and as many bare networks side by side as the run
 * has workers, each the very session that the run uses. The ratio of their rates should be 0.9 or more.
 */
import { measureEvaluations } from './measure/evaluation.ts';
import type { BenchOptions, Table } from './measure/table.ts';

export async function run(options: BenchOptions): Promise<Table> {
  return {
    title: 'evaluate: 500 × 375 photos, CAM and Grad-CAM at the last layer',
    columns: [
      'network',
      'stages',
      'workers',
      'threads',
      'what',
      'pictures/s',
      'bare networks/s',
      'ratio',
      'CPU ms a picture',
      'of a bare network',
    ],
    rows: await measureEvaluations(options),
  };
}
