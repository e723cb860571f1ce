/** Rewritten graphs on ONNX Runtime's WebGPU provider (arithmetic on shapes it leaves to the CPU), held to wasm. */
import * as webgpu from 'onnxruntime-web/webgpu';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import { beforeAll, expect, it } from 'vitest';
import { addGradients } from '../../src/autodiff/add-gradients.ts';
import { writeModel } from '../../src/onnx/write.ts';
import { largestDifference } from './compare.ts';
import { everyRuleModel } from './every-rule.ts';
import { classes, tinyResnet, wave } from './tiny-resnet.ts';

beforeAll(() => {
  webgpu.env.wasm.wasmPaths = { wasm: wasmUrl };
  webgpu.env.wasm.numThreads = 1;
});

it.each([
  ['a residual network', addGradients(tinyResnet(), { layers: { last: 'features', first: 'stem_relu' } })],
  [
    'a network of many rules',
    addGradients(everyRuleModel(), { layers: { early: 'early' }, input: true, relu: 'guided' }),
  ],
])('%s agrees with wasm, for given, mixed and predicted classes', async (_, { model, target }) => {
  const bytes = writeModel(model);
  const outputs: webgpu.InferenceSession.OnnxValueMapType[][] = [];
  for (const provider of ['webgpu', 'wasm']) {
    const session = await webgpu.InferenceSession.create(bytes.slice(), { executionProviders: [provider] });
    const runs: webgpu.InferenceSession.OnnxValueMapType[] = [];
    for (const [height, width] of [
      [9, 12],
      [8, 7],
    ] as const) {
      const rows = Float32Array.from([0, 1, 0, /* */ 0.5, 0, -2, /* */ 0, 0, 0]);
      const picture = new webgpu.Tensor(wave(9 * height * width), [3, 3, height, width]);
      runs.push(await session.run({ input: picture, [target]: new webgpu.Tensor(rows, [3, classes]) }));
    }
    outputs.push(runs);
    await session.release();
  }
  const [onGpu = [], onCpu = []] = outputs;
  onCpu.forEach((expected, run) => {
    for (const { name } of model.graph.output) {
      const actual = onGpu[run]?.[name];
      expect(actual?.dims, name).toEqual(expected[name]?.dims);
      const difference = largestDifference(actual?.data as Float32Array, expected[name]?.data as Float32Array);
      expect(difference, `${name}, run ${run}`).toBeLessThan(1e-5);
    }
  });
});
