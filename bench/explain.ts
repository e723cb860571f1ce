/**
 * Measures how much of an explanation is not the network. Compares, in one run and after a warm-up, the network alone
 * with the whole explanation of a 500 × 375 photo (preprocessing, network, all stages for CAM and Grad-CAM, boxes read
 * back), first with all threads, then with one. Also counts the live GPU buffers after the first few explanations and
 * after 200: the numbers should be equal.
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
