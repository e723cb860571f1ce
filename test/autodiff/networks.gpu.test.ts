/** Whole networks on ONNX Runtime's WebGPU provider, compared with wasm. */
import { expect, it } from 'vitest';
import type { Model } from '../../src/onnx/messages.ts';
import { addGradients } from '../support/rewrites.ts';
import { largestDifference } from './compare.ts';
import { networks, side } from './networks/index.ts';
import { tokenFamilies } from './networks/transformers.ts';
import { runInBrowser } from './run-in-browser.ts';
import { tensor } from './run-model.ts';
import { wave } from './tiny-resnet.ts';

/** Each takes seconds, so those whose operators others have too are left out. */
const leftOut = ['ResNet-D', 'MobileNetV3', 'EfficientNet, “same” padding'];
const ofTokens = ['ViT, registers', 'Swin, channels last'];
const families: readonly (readonly [string, Model, readonly string[]])[] = [
  ...Object.entries(networks).flatMap(([name, build]) => {
    const { model, layers } = build();
    return leftOut.includes(name) ? [] : [[name, model, layers] as const];
  }),
  ...ofTokens.map((name) => {
    const { model, layers } = tokenFamilies[name]!();
    return [name, model, layers.map(({ value }) => value)] as const;
  }),
];

it.each(families)('%s has the same gradients on WebGPU as on wasm', async (_, model, layers) => {
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
