/** Pictures of one colour, before a network that sees each pixel by itself: maps of one value, on every engine. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createExplainer, type Explainer } from '../../src/pipeline/api/explainer.ts';
import type { ModelInput } from '../../src/pipeline/types.ts';
import { createCpuEngine } from '../../src/pipeline/engine/cpu-engine.ts';
import { gpuTest, pictureOf } from '../support/gpu.ts';
import { pointwiseModel } from '../support/pointwise-model.ts';

const colours = [[200, 30, 31], [123, 45, 67], [1, 2, 3], [255, 255, 255], [0, 0, 0]] as const; // prettier-ignore
const sizes = [[201, 151], [31, 500], [31, 31], [7, 3]] as const; // prettier-ignore

const pictureOfOne = ([r, g, b]: readonly number[], [width, height]: readonly [number, number]) =>
  pictureOf(
    Uint8Array.from({ length: 4 * width * height }, (_, i) => [r, g, b, 255][i % 4]!),
    { width, height },
  );

/** All but those that alter the picture by place or chance: SmoothGrad and occlusion. */
const methods = [
  ...['cam', 'grad-cam', 'grad-cam++', 'x-grad-cam', 'hires-cam', 'layer-cam', 'grad-cam-element-wise', 'eigen-cam'],
  ...['saliency', 'guided-backprop', 'deconvnet', 'guided-grad-cam', 'score-cam', 'ablation-cam'],
  'integrated-gradients',
];

describe.each(['webgpu', 'wasm', 'cpu'] as const)('on %s', (backend) => {
  let explainer: Explainer;
  beforeAll(async () => {
    explainer = await createExplainer({ model: pointwiseModel(), backend });
  });
  afterAll(() => explainer.destroy());

  // All at once: on WebGPU these methods take more sessions than are kept.
  test('all methods, colours and sizes', async () => {
    const each = colours.flatMap((colour) => sizes.map((size) => ({ colour, size })));
    const pictures = await Promise.all(each.map(({ colour, size }) => pictureOfOne(colour, size)));
    const { results, explained } = await explainer.explain(pictures, { methods, threshold: 0 });
    expect(results).toHaveLength(each.length);
    for (const [i, { explanations }] of results.entries()) {
      expect(new Set(explanations.map(({ method }) => method))).toEqual(new Set(methods));
      for (const { method, empty, box, boxes, minimum, maximum } of explanations) {
        const what = `${method}, ${each[i]!.colour.join()}, ${each[i]!.size.join(' × ')}`;
        expect([empty, box, boxes], `${what}: ${minimum} … ${maximum}`).toEqual([true, null, []]);
      }
    }
    explained.destroy();
  });
});

/** As photos are normalised for most networks: nothing of it is exact in float32. */
const input: ModelInput = {
  ...{ width: 37, height: 29 },
  normalization: { order: 'BGR', scale: 1 / 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
};

gpuTest(
  'what the network is fed has one value a channel, to the last digit, of pictures in tiles too',
  async (chain) => {
    const normalised = (value: number, c: number): number =>
      Math.fround((value / 255 - input.normalization.mean[c]!) / input.normalization.std[c]!);
    for (const colour of colours) {
      for (const size of [...sizes, [700, 300] as const]) {
        const picture = await pictureOfOne(colour, size);
        for (const on of [chain, createCpuEngine().begin()]) {
          const [planes = new Float32Array()] = await on.read([await on.preprocess([picture], input)]);
          for (const [c, value] of colour.toReversed().entries()) {
            const plane = new Set(planes.subarray(c * 37 * 29, (c + 1) * 37 * 29));
            expect(plane.size).toBe(1);
            expect([...plane][0]).toBeCloseTo(normalised(value, c), 6);
          }
        }
      }
    }
  },
);

gpuTest(
  'a range of eight last places is rounding, one of nine is not; of tiny numbers the same is said',
  async (chain) => {
    const [one, ulp] = [Math.fround(1.5), 2 ** -23];
    const pairs = [
    [one, one + 8 * ulp], [one, one + 16 * ulp], [-one, -one + 8 * ulp], [-one, -one + 16 * ulp],
    [0, 1e-45], [0, 1e-39], [0, 1e-37], [-1e-39, 1e-39], [1e-3, 1.00001e-3],
  ]; // prettier-ignore
    const wanted = [true, false, true, false, true, true, false, true, false];
    for (const on of [chain, createCpuEngine().begin()]) {
      const map = on.upload(Float32Array.from(pairs.flat()), [pairs.length, 1, 2]);
      const size = { width: 2, height: 1 };
      const requests = pairs.map((_, index) => ({ map, index, size, rectify: false }));
      const [ranges = new Float32Array()] = await on.read([on.normalize(on.upsample(requests)).ranges!]);
      expect(pairs.map((_, i) => ranges[2 * i] === ranges[2 * i + 1])).toEqual(wanted);
    }
  },
);

gpuTest('EigenCAM: channels that differ by rounding alone have no direction', async (chain) => {
  const noisy = Float32Array.from({ length: 2 * 4 * 35 }, (_, i) => 0.7 + Math.floor(i / 35) / 3 + (i % 3) * 2 ** -25);
  const clear = noisy.map((value, i) => (i % 35 === 17 ? value + 1e-4 : value));
  for (const on of [chain, createCpuEngine().begin()]) {
    const [none, some] = await on.read(
      [noisy, clear].map((values) => on.compute('principal-map', [on.upload(values, [2, 4, 7, 5])])),
    );
    expect(none!.every((value) => value === 0)).toBe(true);
    expect(some!.indexOf(Math.max(...some!))).toBe(17);
  }
});
