/** Whole networks on ONNX Runtime's WebGPU provider, compared with wasm. */
import { expect, it } from 'vitest';
import { addGradients } from '../support/rewrites.ts';
import { largestDifference } from './compare.ts';
import { networks, side } from './networks/index.ts';
import { runInBrowser } from './run-in-browser.ts';
import { tensor } from './run-model.ts';
import { wave } from './tiny-resnet.ts';

it.each(Object.entries(networks))('%s has the same gradients on WebGPU as on wasm', async (_, build) => {
  const { model, layers } = build();
  const rewritten = addGradients(model, {
    layers: Object.fromEntries(layers.map((layer) => [layer, layer])),
    input: true,
  });
  const feeds = [
    {
      input: tensor([2, 3, side, side], wave(2 * 3 * side * side, 1, 0.7)),
      [rewritten.target]: tensor([2, 5], [1, 0, -0.5, 0, 2, /* predicted */ 0, 0, 0, 0, 0]),
    },
  ];
  const [expected = {}] = await runInBrowser('wasm', rewritten.model, feeds);
  const [actual = {}] = await runInBrowser('webgpu', rewritten.model, feeds);
  for (const [name, { dims, values }] of Object.entries(expected)) {
    expect(actual[name]?.dims, name).toEqual(dims);
    expect(largestDifference(actual[name]?.values, values), name).toBeLessThan(1e-4);
  }
});
