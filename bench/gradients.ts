/**
 * Measures what gradients cost in WebAssembly. Alternates, in one run and after a warm-up, between the network alone
 * and the network with the gradients of its last layer, of all layers that the page shows side by side (four for
 * ResNet-50), and of its first layer, first with all threads, then with one. Before that, it measures how long reading
 * and rewriting the model take. The target for the four layers of ResNet-50 is less than 1.9 times the network alone,
 * on one thread.
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
