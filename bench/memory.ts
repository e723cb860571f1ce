/**
 * Does memory grow with the number of pictures? An evaluation of 20 pictures a round, with all measures: what the browser
 * has resident, all its processes together, and the GPU buffers that are alive, round after round. From 200 pictures on
 * (--rounds 70 for 1,400) it should grow by less than 100 MB.
 */
import { measureMemory } from './measure/memory.ts';
import type { BenchOptions, Table } from './measure/table.ts';

export async function run(options: BenchOptions): Promise<Table> {
  return {
    title: 'memory: an evaluation of 500 × 375 photos, CAM and Grad-CAM at the last layer, all measures (network wasm)',
    columns: ['pictures', 'MB now', 'most MB in this round', 'GPU buffers', 'GPU MB', 'file handles'],
    rows: await measureMemory(options),
  };
}
