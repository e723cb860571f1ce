/**
 * Compares ONNX Runtime's build for WebAssembly with the one that also supports WebGPU: the same network in
 * WebAssembly, alternating in one run after a warm-up, first with all threads, then with one.
 */
import { measureRuntimes } from './measure/runtimes.ts';
import { measureIn } from './measure/one-thread.ts';
import type { BenchOptions, Table } from './measure/table.ts';

export async function run(options: BenchOptions): Promise<Table> {
  const rows = await measureRuntimes(options);
  const worker = new Worker(new URL('./measure/runtimes.worker.ts', import.meta.url), { type: 'module' });
  return {
    title: 'runtimes: the network in WebAssembly, by the build for …',
    columns: ['threads', 'build', 'median ms', 'least ms', 'times the first (median)', '(least)', 'start ms'],
    rows: [...rows, ...(await measureIn(worker, options))],
  };
}
