/** The stages that make weights and maps of activations and gradients, and `mask`, each against its reference. */
import { describe, expect } from 'vitest';
import { hiresCam } from '../../src/pipeline/recipe/methods/hires-cam.ts';
import { clearCancelled } from '../support/references/clear-cancelled.ts';
import { colourMaximum } from '../support/references/colour-maximum.ts';
import { mask } from '../support/references/mask.ts';
import { plusPlusWeights } from '../support/references/plus-plus-weights.ts';
import { productSum } from '../support/references/product-sum.ts';
import { xGradWeights } from '../support/references/x-grad-weights.ts';
import { expectClose } from '../support/compare.ts';
import type { StageTest } from '../support/stage-test.ts';
import { randomFrom, randomValues } from '../support/random.ts';

/** Width and height of the layer: single, the usual ones, and ones no workgroup fits. */
const layers = [
  [1, 1],
  [7, 7],
  [14, 14],
  [33, 5],
] as const;

export function layerMapStages(stageTest: StageTest): void {
  const random = randomFrom(17);
  const values = (count: number): Float32Array<ArrayBuffer> => new Float32Array(randomValues(count, 1, random));
  /** Activations as ReLU leaves them. */
  const positive = (count: number): Float32Array<ArrayBuffer> => values(count).map((value) => Math.max(value, 0));

  describe.each(layers)('a layer of %i × %i', (width, height) => {
    const [pictures, channels] = [3, 67];
    const dims = [pictures, channels, height, width];
    const positions = width * height;
    const count = pictures * channels * positions;
    const placesOf = (picture: number, p: number): number[] =>
      Array.from({ length: channels }, (_, c) => (picture * channels + c) * positions + p);

    stageTest('plus-plus-weights', async (chain) => {
      const [activations, gradients] = [positive(count), values(count)];
      const weights = chain.compute('plus-plus-weights', [
        chain.upload(activations, dims),
        chain.upload(gradients, dims),
      ]);
      expect(weights.dims).toEqual([pictures, channels]);
      const [actual] = await chain.read([weights]);
      const expected = plusPlusWeights(activations, gradients, pictures * channels, positions);
      expectClose(actual!, expected, { tolerance: 1e-5 });
    });

    stageTest('x-grad-weights', async (chain) => {
      const [activations, gradients] = [positive(count), values(count)];
      const weights = chain.compute('x-grad-weights', [chain.upload(activations, dims), chain.upload(gradients, dims)]);
      expect(weights.dims).toEqual([pictures, channels]);
      const [actual] = await chain.read([weights]);
      const expected = xGradWeights(activations, gradients, pictures * channels, positions);
      expectClose(actual!, expected, { tolerance: 1e-5 });
    });

    for (const [rectify, rectified] of (['nothing', 'gradients', 'products'] as const).entries()) {
      stageTest(`product-sum, ${rectified} rectified`, async (chain) => {
        const [gradients, activations] = [values(count), values(count)];
        const given = [chain.upload(gradients, dims), chain.upload(activations, dims)] as const;
        const maps = chain.compute('product-sum', given, { rectify });
        expect(maps.dims).toEqual([pictures, height, width]);
        const [actual] = await chain.read([maps]);
        const expected = productSum(gradients, activations, { channels, positions, rectify: rectified });
        expectClose(actual!, expected, { tolerance: 1e-5, width });
      });
    }

    stageTest('clear-cancelled: each map by its own extremes, wherever they are', async (chain) => {
      const [share, shares] = [1 / 64, [0.99, 1.01, -0.99, -1.01, 1]];
      const positives = values(shares.length * positions).map(Math.abs);
      const maps = values(shares.length * positions).map((value) => (share / 2) * value);
      for (const [map, times] of shares.entries()) {
        const at = (place: number): number => map * positions + (place % positions);
        positives[at(5 * map)] = 1;
        maps[at(3 * map + 1)] = times * share;
      }
      const dims = [shares.length, height, width];
      const given = [chain.upload(maps, dims), chain.upload(positives, dims)] as const;
      const cleared = chain.compute('clear-cancelled', given, { share });
      expect(cleared.dims).toEqual(dims);
      const [actual] = await chain.read([cleared]);
      expect([...actual!]).toEqual([...clearCancelled(maps, positives, { positions, share })]);
      const isCleared = shares.map((_, map) =>
        actual!.subarray(map * positions, (map + 1) * positions).every((value) => value === 0),
      );
      expect(isCleared).toEqual([true, false, true, false, false]);
    });

    stageTest('HiResCAM is 0 if less than 1/256 of its positive terms is left', async (chain) => {
      const shares = [0.99, 1.01, -0.99, -1.01].map((times) => times / 256);
      const [gradients, activations] = [
        values(shares.length * channels * positions),
        values(shares.length * channels * positions),
      ];
      for (const [picture, share] of shares.entries()) {
        for (let p = 0; p < positions; p++) leave(share, gradients, activations, placesOf(picture, p));
      }
      const dims = [shares.length, channels, height, width];
      const given = { gradients: chain.upload(gradients, dims), activations: chain.upload(activations, dims) };
      const [actual] = await chain.read([await hiresCam.map(chain, given, undefined as never)]);
      const sums = productSum(gradients, activations, { channels, positions, rectify: 'nothing' });
      const expected = sums.map((value, i) => (Math.floor(i / positions) % 2 === 0 ? 0 : value));
      expectClose(actual!, expected, { tolerance: 1e-5, width });
      expect(actual!.every((value, i) => (value === 0) === (expected[i] === 0))).toBe(true);
    });

    stageTest('colour-maximum', async (chain) => {
      const gradients = values(pictures * 3 * positions);
      const maps = chain.compute('colour-maximum', [chain.upload(gradients, [pictures, 3, height, width])]);
      expect(maps.dims).toEqual([pictures, height, width]);
      const [actual] = await chain.read([maps]);
      expectClose(actual!, colourMaximum(gradients, 3, positions), { tolerance: 0, width });
    });

    for (const [first, step] of [
      [2, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      stageTest(`mask from entry ${first} in steps of ${step}`, async (chain) => {
        const tensor = values(count);
        const heats = values(2 * positions);
        const map = chain.upload(heats, [2, height, width]);
        const requests = [0, 1].map((index) => ({ map, index, size: { width, height }, rectify: false }));
        const heatmaps = chain.normalize(chain.upsample(requests));
        const masked = chain.mask(chain.upload(tensor, dims), heatmaps, { first, step });
        expect(masked.dims).toEqual([2, channels, height, width]);
        const [actual, ranges] = await chain.read([masked, heatmaps.ranges!]);
        const expected = mask(tensor, heats, ranges!, { first, step, channels, positions });
        expectClose(actual!, expected, { tolerance: 1e-6, width });
      });
    }
  });

  stageTest('plus-plus-weights: gradients of every magnitude keep their digits', async (chain) => {
    const magnitudes = Array.from({ length: 17 }, (_, i) => 10 ** (i - 12));
    const gradients = Float32Array.from(magnitudes.flatMap((magnitude) => [magnitude, -magnitude, 0.3 * magnitude]));
    const activations = positive(gradients.length);
    const dims = [1, magnitudes.length, 1, 3];
    const weights = chain.compute('plus-plus-weights', [
      chain.upload(activations, dims),
      chain.upload(gradients, dims),
    ]);
    const [actual] = await chain.read([weights]);
    const expected = plusPlusWeights(activations, gradients, magnitudes.length, 3);
    const ratios = actual!.map((weight, c) => weight / expected[c]!);
    expectClose(ratios, new Float32Array(ratios.length).fill(1), { tolerance: 1e-5 });
  });

  stageTest('mask: a constant heatmap leaves nothing', async (chain) => {
    const map = chain.upload(Float32Array.of(2, 2, 0, 5), [2, 1, 2]);
    const requests = [0, 1].map((index) => ({ map, index, size: { width: 2, height: 1 }, rectify: false }));
    const tensor = chain.upload(Float32Array.of(3, 4, 5, 6), [1, 2, 1, 2]);
    const masked = chain.mask(tensor, chain.normalize(chain.upsample(requests)), { first: 0, step: 0 });
    const [actual] = await chain.read([masked]);
    expect([...actual!]).toEqual([0, 0, 0, 0, 0, 4, 0, 6]);
  });

  stageTest('arrays that do not fit are refused', async (chain) => {
    const [large, small] = [chain.upload(values(12), [1, 3, 2, 2]), chain.upload(values(8), [1, 2, 2, 2])];
    for (const stage of ['plus-plus-weights', 'x-grad-weights', 'product-sum'] as const) {
      expect(() => chain.compute(stage, [large, small])).toThrow('gradients');
    }
    expect(() => chain.compute('principal-map', [chain.view(large, [3, 2, 2])])).toThrow('[N, C, H, W]');
    const heatmaps = chain.upsample([
      { map: chain.view(small, [2, 2, 2]), index: 0, size: { width: 2, height: 2 }, rectify: false },
    ]);
    expect(() => chain.mask(large, heatmaps, { first: 0, step: 0 })).toThrow('normalised');
    expect(() => chain.mask(large, chain.normalize(heatmaps), { first: 1, step: 1 })).toThrow(
      'more masks than entries',
    );
  });
}

/** Scales the gradients of negative products, so that a share of the sum of the positive ones is left in the sum of all. */
function leave(share: number, gradients: Float32Array, activations: Float32Array, places: readonly number[]): void {
  const products = places.map((i) => gradients[i]! * activations[i]!);
  const total = (sign: number): number => products.reduce((sum, product) => sum + Math.max(sign * product, 0), 0);
  const factor = ((1 - share) * total(1)) / total(-1);
  for (const [c, i] of places.entries()) if (products[c]! < 0) gradients[i] = factor * gradients[i]!;
}
