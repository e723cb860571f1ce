/**
 * How much of an explanation is not the network? Warm, side by side in one run: the network alone, and the whole
 * explanation (preprocessing, network, all stages for CAM and Grad-CAM, boxes read back) of a 500 × 375 photo; with all
 * threads, then on one. And: are as many GPU buffers alive after 200 explanations as after the first few?
 */
import { measureExplanations } from './measure/explain.ts';
import { measureIn } from './measure/one-thread.ts';
import type { BenchOptions, Table } from './measure/table.ts';

export async function run(options: BenchOptions): Promise<Table> {
  const last = options.rounds === undefined ? 200 : 2 * options.rounds + 10;
  const rows = await measureExplanations(options, last);
  const worker = new Worker(new URL('./measure/explain.worker.ts', import.meta.url), { type: 'module' });
  return {
    title: 'explain: a 500 × 375 photo, CAM and Grad-CAM at the last layer (network wasm)',
    columns: ['threads', 'what', 'median ms', 'least ms', 'most ms', '% of network'],
    rows: [...rows, ...(await measureIn(worker, options))],
  };
}
