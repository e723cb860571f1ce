/**
 * Checks that memory does not grow with the number of pictures. An evaluation measures 20 pictures per round, with all
 * measures; after each round, the resident memory of all the browser's processes and the live GPU buffers are reported.
 * From 200 pictures on, memory should grow by less than 100 MB (`--rounds 70` measures 1,400 pictures).
 */
import { measureMemory } from './measure/memory.ts';
import type { BenchOptions, Table } from './measure/table.ts';

export async function run(options: BenchOptions): Promise<Table> {
  return {
    title: 'memory: an evaluation of 500 × 375 photos, CAM and Grad-CAM at the last layer, all measures (network wasm)',
    columns: ['pictures', 'MB now', 'peak MB in this round', 'GPU buffers', 'GPU MB', 'file handles'],
    rows: await measureMemory(options),
  };
}
