/** Runs a model on one of ONNX Runtime's providers in the browser; every output must be float32. */
import type { Model } from '../../src/onnx/messages.ts';
import { writeModel } from '../../src/onnx/write.ts';
import { loadRuntime, type RuntimeTensor } from '../../src/pipeline/network/runtime.ts';
import type { Tensor } from './run-model.ts';

export async function runInBrowser(
  provider: 'webgpu' | 'wasm',
  model: Model,
  feeds: readonly Readonly<Record<string, Tensor>>[],
): Promise<readonly Readonly<Record<string, Tensor>>[]> {
  const runtime = await loadRuntime(provider, 1);
  const session = await runtime.InferenceSession.create(writeModel(model), { executionProviders: [provider] });
  const runs: Readonly<Record<string, Tensor>>[] = [];
  for (const feed of feeds) {
    const inputs = Object.entries(feed).map(([name, { dims, values }]) => [name, new runtime.Tensor(values, dims)]);
    const outputs = await session.run(Object.fromEntries(inputs) as Record<string, RuntimeTensor>);
    const tensors = Object.entries(outputs).map(([name, { dims, data }]) => [
      name,
      { dims, values: data as Float32Array },
    ]);
    runs.push(Object.fromEntries(tensors) as Record<string, Tensor>);
  }
  await session.release();
  return runs;
}

/** Whether WebGPU has a kernel for every node. ONNX Runtime would copy tensors of other nodes to the CPU and back. */
export async function runsWithoutCpu(model: Model): Promise<boolean> {
  const options = {
    executionProviders: ['webgpu'],
    graphOptimizationLevel: 'disabled' as const,
    logSeverityLevel: 4 as const,
    extra: { session: { disable_cpu_ep_fallback: '1' } },
  };
  try {
    const { InferenceSession } = await loadRuntime('webgpu', 1);
    await (await InferenceSession.create(writeModel(model), options)).release();
    return true;
  } catch {
    return false;
  }
}
