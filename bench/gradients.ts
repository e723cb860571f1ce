/**
 * What do gradients cost? On WebAssembly, warm, in one run and by turns: the network alone, with the gradients of its last
 * layer, of all layers that are shown side by side (ResNet-50: four), and of its first; with all threads, then on one. Before that: how long does
 * reading and rewriting the model take? The target for ResNet-50's four is less than 1.9 times the network alone, on one
 * thread.
 */
import { measureGradients } from './measure/gradients.ts';
import { measureIn } from './measure/one-thread.ts';
import type { BenchOptions, Table } from './measure/table.ts';

export async function run(options: BenchOptions): Promise<Table> {
  const rows = await measureGradients(options);
  const worker = new Worker(new URL('./measure/gradients.worker.ts', import.meta.url), { type: 'module' });
  return {
    title: 'gradients: the network on wasm',
    columns: ['threads', 'what', 'median ms', 'least ms', 'times the network (median)', '(least)', 'rewrite ms'],
    rows: [...rows, ...(await measureIn(worker, options))],
  };
}
