/**
 * Compares the stages of Grad-CAM with the same chain in TensorFlow.js on the same adapter, and in WebAssembly: from a
 * layer's activations and gradients in memory to a small result that is read back. Heatmaps, masks and boxes are compared
 * first. Ours also finds the components and their boxes; TensorFlow.js, which has no operation for them, only counts the
 * mask's pixels.
 */
import type { PeersResult } from '../src/benchmark/peers/peers-result.ts';
import { answer, type Answer } from '../src/pipeline/worker/answer.ts';
import { measurePeers } from './measure/peers.ts';
import type { BenchOptions } from './measure/table.ts';

export function run(options: Pick<BenchOptions, 'rounds' | 'progress'>): Promise<Answer<PeersResult>> {
  return answer(() => measurePeers(options));
}
