/**
 * Measures how much of an evaluation is not the network. Alternates, after a warm-up, between the whole run as
 * `evaluate` does it (500 × 375 photos decoded, CAM and Grad-CAM at the last layer, boxes, records written) and the
 * network alone, in as many parallel sessions as the run has workers, with the same session options. The ratio of the
 * two rates should be 0.9 or more.
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
