/**
 * Measures ONNX Runtime's kernels of a network with gradients on WebGPU one by one, named by the nodes of its graph.
 * The logits are first compared with those of WebAssembly.
 */
import { measureNetwork } from '../src/benchmark/network/measure-network.ts';
import type { NetworkResult } from '../src/benchmark/network/network-result.ts';
import { defaultModel } from '../src/pipeline/model/built-in-model.ts';
import { loadModel } from '../src/pipeline/model/model.ts';
import { answer, type Answer } from '../src/pipeline/worker/answer.ts';
import type { BenchOptions } from './measure/table.ts';

export function run({ model: place = defaultModel, rounds, progress }: BenchOptions): Promise<Answer<NetworkResult>> {
  return answer(async () => {
    const model = await loadModel(place, ({ message }) => progress(message));
    return measureNetwork({ model, onProgress: progress, ...(rounds === undefined ? {} : { runs: rounds }) });
  });
}
