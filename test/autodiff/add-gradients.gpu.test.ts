/** Rewritten graphs on ONNX Runtime's WebGPU provider (which computes shapes on the CPU), compared with wasm. */
import { expect, it } from 'vitest';
import { addGradients } from '../support/rewrites.ts';
import { largestDifference } from './compare.ts';
import { everyRuleModel } from './every-rule.ts';
import { runInBrowser } from './run-in-browser.ts';
import { classes, tinyResnet, wave } from './tiny-resnet.ts';

it.each([
  ['a residual network', addGradients(tinyResnet(), { layers: { last: 'features', first: 'stem_relu' } })],
  [
    'a network of many rules',
    addGradients(everyRuleModel(), { layers: { early: 'early' }, input: true, relu: 'guided' }),
  ],
])('%s agrees with wasm, for given, mixed and predicted classes', async (_, { model, target }) => {
  const rows = { dims: [3, classes], values: Float32Array.from([0, 1, 0, /* */ 0.5, 0, -2, /* */ 0, 0, 0]) };
  const feeds = [
    [9, 12],
    [8, 7],
  ].map(([height = 0, width = 0]) => ({
    input: { dims: [3, 3, height, width], values: wave(9 * height * width) },
    [target]: rows,
  }));
  const onGpu = await runInBrowser('webgpu', model, feeds);
  const onCpu = await runInBrowser('wasm', model, feeds);
  onCpu.forEach((expected, run) => {
    for (const { name } of model.graph.output) {
      const actual = onGpu[run]?.[name];
      expect(actual?.dims, name).toEqual(expected[name]?.dims);
      const difference = largestDifference(actual?.values ?? [], expected[name]?.values ?? []);
      expect(difference, `${name}, run ${run}`).toBeLessThan(1e-5);
    }
  });
});
