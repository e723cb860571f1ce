/** Runs a model on ONNX Runtime's wasm provider. */
import * as ort from 'onnxruntime-web';
import type { Model } from '../../src/onnx/messages.ts';
import { writeModel } from '../../src/onnx/write.ts';

export interface Tensor {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

export function tensor(dims: readonly number[], values: readonly number[] | Float32Array): Tensor {
  return { dims, values: Float32Array.from(values) };
}

export interface Runner {
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  release(): Promise<void>;
}

export async function startRunner(model: Model): Promise<Runner> {
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(writeModel(model), { executionProviders: ['wasm'] });
  return {
    run: async (feeds) => {
      const inputs = Object.entries(feeds).map(([name, { dims, values }]) => [name, new ort.Tensor(values, dims)]);
      const outputs = await session.run(Object.fromEntries(inputs) as Record<string, ort.Tensor>);
      return Object.fromEntries(
        Object.entries(outputs).map(([name, { dims, data }]) => [name, { dims, values: data as Float32Array }]),
      );
    },
    release: () => session.release(),
  };
}

/** One run. Every output must be float32. */
export async function runModel(
  model: Model,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Readonly<Record<string, Tensor>>> {
  const runner = await startRunner(model);
  try {
    return await runner.run(feeds);
  } finally {
    await runner.release();
  }
}
