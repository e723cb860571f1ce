/**
 * Compares the stages of Grad-CAM with the same chain in TensorFlow.js on the same adapter, and in WebAssembly: from a
 * layer's activations and gradients in memory to a small result that is read back. Heatmaps are compared first. Ours also
 * finds the components and their boxes; TensorFlow.js, which has no operation for them, only counts the mask's pixels.
 */
import { measurePeers } from './measure/peers.ts';
import type { BenchOptions, Table } from './measure/table.ts';

export async function run(options: BenchOptions): Promise<Table> {
  return {
    title: 'peers: Grad-CAM of 2,048 × 7 × 7, TensorFlow.js 4.22 up to the mask beside our boxes',
    columns: ['TensorFlow.js', 'pixels', 'our ms', 'its ms', 'times as long', '95 % interval'],
    rows: await measurePeers(options),
  };
}
