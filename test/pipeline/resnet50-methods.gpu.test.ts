/** Every method on ResNet-50, with WebAssembly, against the numbers of an independent implementation. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createExplainer, type Explainer } from '../../src/pipeline/api/explainer.ts';
import { inputLayer } from '../../src/pipeline/recipe/methods/method.ts';
import type { Picture } from '../../src/pipeline/types.ts';
import type { Explanation } from '../../src/pipeline/recipe/explanation.ts';
import { relativeDifference } from '../support/compare-arrays.ts';
import { loadReference, referencePictures, type Reference } from '../support/reference.ts';

const layers = ['layer1', 'layer2', 'layer3', 'layer4'] as const;
/** Method → its name in the reference. */
const atLayers = {
  'grad-cam': 'grad_cam',
  'grad-cam++': 'grad_cam_plus_plus',
  'x-grad-cam': 'x_grad_cam',
  'hires-cam': 'hires_cam',
  'layer-cam': 'layer_cam',
} as const;
const atInput = { saliency: 'saliency', 'guided-backprop': 'guided_backprop', deconvnet: 'deconvnet' } as const;
/** Of the largest magnitude: float32 sums in another order. */
const tolerance = { maps: 1e-4, inputGradients: 1e-3 };

let explainer: Explainer;
beforeAll(async () => {
  explainer = await createExplainer({ backend: 'wasm', layers });
});
afterAll(() => explainer.destroy());

describe.each(referencePictures)('%s', (name) => {
  let expected: Reference;
  let explanations: readonly Explanation[];
  beforeAll(async () => {
    let picture: Picture;
    ({ expected, picture } = await loadReference(name));
    const choice = {
      methods: [...Object.keys(atLayers), ...Object.keys(atInput)],
      layers,
      class: expected.class_index,
    };
    const { results, explained } = await explainer.explain([picture], choice);
    explained.destroy();
    explanations = results[0]?.explanations ?? [];
  });

  function mapOf(method: string, layer: string): Explanation['map'] {
    const found = explanations.find((one) => one.method === method && one.layer === layer);
    if (found === undefined) throw new Error(`no explanation by ${method} at ${layer}`);
    return found.map;
  }

  test.each(Object.entries(atLayers))('%s is the reference’s at every layer', (method, key) => {
    for (const layer of layers) {
      const map = expected.layers[layer]?.maps[key] ?? [];
      expect(relativeDifference(mapOf(method, layer).values, map), layer).toBeLessThan(tolerance.maps);
    }
  });

  test.each(Object.entries(atInput))('%s is the reference’s', (method, key) => {
    const means = blockMeans(mapOf(method, inputLayer));
    expect(relativeDifference(means, expected.input_gradients[key] ?? [])).toBeLessThan(tolerance.inputGradients);
  });

  test('CAM = 49 · Grad-CAM = 49 · HiResCAM = 49 · XGrad-CAM at the last layer, raw', async () => {
    const { picture } = await loadReference(name);
    const { results, explained } = await explainer.explain([picture], {
      methods: ['cam'],
      class: expected.class_index,
    });
    explained.destroy();
    const cam = results[0]?.explanations[0]?.map.values ?? [];
    for (const method of ['grad-cam', 'hires-cam', 'x-grad-cam']) {
      const scaled = mapOf(method, 'layer4').values.map((value) => value * 49);
      expect(relativeDifference(scaled, cam), method).toBeLessThan(1e-5);
    }
  });
});

test('EigenCAM: power iteration on the GPU finds what its reference finds, at every layer', async () => {
  const cpu = await createExplainer({ backend: 'cpu', layers });
  const { picture } = await loadReference('german-shepherd');
  const [onGpu, onCpu] = [explainer, cpu].map((one) => one.explain([picture], { methods: ['eigen-cam'], layers }));
  const expected = (await onCpu!).results[0]?.explanations ?? [];
  expect(expected).toHaveLength(layers.length);
  for (const [i, { map, layer }] of ((await onGpu!).results[0]?.explanations ?? []).entries()) {
    expect(relativeDifference(map.values, expected[i]?.map.values ?? []), layer).toBeLessThan(1e-4);
  }
  await cpu.destroy();
}, 180_000);

/** Over blocks of 16 × 16 pixels. */
function blockMeans({ values, width, height }: Explanation['map']): number[] {
  const side = 16;
  const means = new Array<number>((width / side) * (height / side)).fill(0);
  values.forEach((value, i) => {
    const block = Math.floor(i / width / side) * (width / side) + Math.floor((i % width) / side);
    means[block] = (means[block] ?? 0) + value / side ** 2;
  });
  return means;
}
