/** Runs a model on one of ONNX Runtime's providers in the browser; every output must be float32. */
import * as ort from 'onnxruntime-web/webgpu';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import type { Model } from '../../src/onnx/read.ts';
import { writeModel } from '../../src/onnx/write.ts';
import type { Tensor } from './run-model.ts';

ort.env.wasm.wasmPaths = { wasm: wasmUrl };
ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

export async function runInBrowser(
  provider: 'webgpu' | 'wasm',
  model: Model,
  feeds: readonly Readonly<Record<string, Tensor>>[],
): Promise<readonly Readonly<Record<string, Tensor>>[]> {
  const session = await ort.InferenceSession.create(writeModel(model), { executionProviders: [provider] });
  const runs: Readonly<Record<string, Tensor>>[] = [];
  for (const feed of feeds) {
    const inputs = Object.entries(feed).map(([name, { dims, values }]) => [name, new ort.Tensor(values, dims)]);
    const outputs = await session.run(Object.fromEntries(inputs) as Record<string, ort.Tensor>);
    const tensors = Object.entries(outputs).map(([name, { dims, data }]) => [
      name,
      { dims, values: data as Float32Array },
    ]);
    runs.push(Object.fromEntries(tensors) as Record<string, Tensor>);
  }
  await session.release();
  return runs;
}

/** Whether WebGPU has a kernel for every node: ONNX Runtime would carry the others' tensors to the CPU and back. */
export async function runsWithoutCpu(model: Model): Promise<boolean> {
  const options = {
    executionProviders: ['webgpu'],
    graphOptimizationLevel: 'disabled' as const,
    logSeverityLevel: 4 as const,
    extra: { session: { disable_cpu_ep_fallback: '1' } },
  };
  try {
    await (await ort.InferenceSession.create(writeModel(model), options)).release();
    return true;
  } catch {
    return false;
  }
}
