/** The rewritten graph on ONNX Runtime’s WebGPU provider (arithmetic on shapes it leaves to the CPU), held to wasm. */
import * as webgpu from 'onnxruntime-web/webgpu';
import { afterAll, beforeAll, expect, it } from 'vitest';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import { addGradients } from '../../src/autodiff/add-gradients.ts';
import { writeModel } from '../../src/onnx/write.ts';
import { largestDifference } from './compare.ts';
import { classes, tinyResnet, wave } from './tiny-resnet.ts';

const { model, target } = addGradients(tinyResnet(), { layers: { last: 'features' } });
const bytes = writeModel(model);
const sessions: webgpu.InferenceSession[] = [];

beforeAll(async () => {
  webgpu.env.wasm.wasmPaths = { wasm: wasmUrl };
  webgpu.env.wasm.numThreads = 1;
  for (const provider of ['webgpu', 'wasm']) {
    sessions.push(await webgpu.InferenceSession.create(bytes.slice(), { executionProviders: [provider] }));
  }
});
afterAll(async () => {
  for (const session of sessions) await session.release();
});

it.each([
  [9, 12],
  [8, 7],
])('agrees with wasm at %i × %i: given, mixed and predicted classes', async (height, width) => {
  const rows = Float32Array.from([0, 1, 0, /* */ 0.5, 0, -2, /* */ 0, 0, 0]);
  const feeds = {
    input: new webgpu.Tensor(wave(9 * height * width), [3, 3, height, width]),
    [target]: new webgpu.Tensor(rows, [3, classes]),
  };
  const [onGpu, onCpu] = [await sessions[0]?.run(feeds), await sessions[1]?.run(feeds)];
  for (const { name } of model.graph.output) {
    const [actual, expected] = [onGpu?.[name], onCpu?.[name]];
    expect(actual?.dims, name).toEqual(expected?.dims);
    expect(largestDifference(actual?.data as Float32Array, expected?.data as Float32Array), name).toBeLessThan(1e-5);
  }
});
