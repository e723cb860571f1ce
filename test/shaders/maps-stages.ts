/** channel-weights, weighted-sum, upsample, find-ranges and threshold, each against its reference. */
import { describe, expect } from 'vitest';
import { channelWeights } from '../support/references/channel-weights.ts';
import { normalize } from '../support/references/find-ranges.ts';
import { threshold } from '../support/references/threshold.ts';
import { upsample } from '../support/references/upsample.ts';
import { weightedSum } from '../support/references/weighted-sum.ts';
import { conventionNames, conventions } from '../../src/pipeline/recipe/conventions.ts';
import type { Heatmaps } from '../../src/pipeline/chain/chain.ts';
import type { StageChain } from '../../src/pipeline/engine/stage-chain.ts';
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

/** [map width, map height, heatmap width, heatmap height]: larger, equal, smaller, thin; of all sizes in one dispatch. */
const stretches = [
  [1, 1, 1, 1],
  [7, 7, 224, 224],
  [7, 7, 500, 375],
  [14, 14, 33, 33],
  [2, 3, 7, 1],
  [14, 14, 14, 14],
  [224, 224, 100, 31],
  [5, 1, 3, 130],
] as const;

interface Stretched {
  readonly heatmaps: Heatmaps;
  /** What the reference makes of each map. */
  readonly expected: readonly Float64Array[];
}

export function mapStages(stageTest: StageTest): void {
  const random = randomFrom(11);
  const values = (count: number, scale = 1): Float32Array<ArrayBuffer> =>
    new Float32Array(randomValues(count, scale, random));

  describe.each(layers)('a layer of %i × %i', (width, height) => {
    stageTest('channel-weights', async (chain) => {
      const [pictures, channels] = [2, 67];
      const gradients = values(pictures * channels * height * width);
      const weights = chain.compute('channel-weights', [chain.upload(gradients, [pictures, channels, height, width])]);
      expect(weights.dims).toEqual([pictures, channels]);
      const [actual] = await chain.read([weights]);
      expectClose(actual!, channelWeights(gradients, pictures * channels, height * width), { tolerance: 1e-6 });
    });

    stageTest('weighted-sum', async (chain) => {
      const [pictures, channels] = [3, 67];
      const weights = values(pictures * channels);
      const activations = values(pictures * channels * height * width);
      const maps = chain.compute('weighted-sum', [
        chain.upload(weights, [pictures, channels]),
        chain.upload(activations, [pictures, channels, height, width]),
      ]);
      expect(maps.dims).toEqual([pictures, height, width]);
      const [actual] = await chain.read([maps]);
      const expected = weightedSum(weights, activations, pictures, channels, height * width);
      expectClose(actual!, expected, { tolerance: 1e-5, width });
    });
  });

  function stretchAll(chain: StageChain, rectify: boolean): Stretched {
    const maps = stretches.map(([width, height]) => values(2 * width * height));
    const requests = stretches.map(([mapWidth, mapHeight, width, height], i) => {
      const map = chain.upload(maps[i]!, [2, mapHeight, mapWidth]);
      return { map, index: 1, size: { width, height }, rectify };
    });
    const expected = stretches.map(([mapWidth, mapHeight, width, height], i) => {
      const from = { width: mapWidth, height: mapHeight };
      return upsample(maps[i]!.subarray(mapWidth * mapHeight), from, { width, height }, rectify);
    });
    return { heatmaps: chain.upsample(requests), expected };
  }

  stageTest('upsample: 2 × 2 stretched to 4 × 4, by hand', async (chain) => {
    const map = chain.upload(Float32Array.of(0, 4, 8, 12), [1, 2, 2]);
    const heatmaps = chain.upsample([{ map, index: 0, size: { width: 4, height: 4 }, rectify: false }]);
    const [actual] = await chain.readHeatmaps(heatmaps);
    expectClose(actual!, [0, 1, 3, 4, 2, 3, 5, 6, 6, 7, 9, 10, 8, 9, 11, 12], { tolerance: 0, width: 4 });
  });

  for (const rectify of [false, true]) {
    stageTest(`upsample: heatmaps of many sizes at once, ${rectify ? 'rectified' : 'signed'}`, async (chain) => {
      const { heatmaps, expected } = stretchAll(chain, rectify);
      for (const [i, actual] of (await chain.readHeatmaps(heatmaps)).entries()) {
        const what = `map ${stretches[i]!.join(' × ')}`;
        expectClose(actual, expected[i]!, { tolerance: 1e-6, width: stretches[i]![2], what });
      }
    });
  }

  stageTest('find-ranges: heatmaps of many sizes at once', async (chain) => {
    const { heatmaps, expected } = stretchAll(chain, false);
    const normalized = chain.normalize(heatmaps);
    const each = await chain.readHeatmaps(normalized);
    const [ranges] = await chain.read([normalized.ranges!]);
    for (const [i, actual] of each.entries()) {
      const reference = normalize(expected[i]!);
      expectClose(actual, reference.values, { tolerance: 1e-5, width: stretches[i]![2] });
      expectClose(ranges!.subarray(2 * i, 2 * i + 2), [reference.minimum, reference.maximum], { tolerance: 1e-6 });
      const isEven = reference.maximum === reference.minimum;
      const sorted = actual.toSorted();
      expect([sorted[0], sorted.at(-1)]).toEqual([0, isEven ? 0 : 1]);
    }
  });

  for (const name of conventionNames) {
    stageTest(`find-ranges: by the convention ${name}`, async (chain) => {
      const { range, rectifies } = conventions[name];
      const { heatmaps, expected } = stretchAll(chain, rectifies);
      const maps = stretches.map(([width, height]) => values(2 * width * height).slice(width * height));
      const own = chain.upsample(
        stretches.map(([width, height], i) => {
          const map = chain.upload(maps[i]!, [1, height, width]);
          return { map, index: 0, size: { width, height }, rectify: rectifies };
        }),
      );
      const normalized = chain.normalize(heatmaps, range, own);
      const [ranges] = await chain.read([normalized.ranges!]);
      for (const [i, actual] of (await chain.readHeatmaps(normalized)).entries()) {
        const map = maps[i]!.map((value) => (rectifies ? Math.max(0, value) : value));
        const reference = normalize(expected[i]!, range, map);
        expectClose(actual, reference.values, { tolerance: 1e-5, width: stretches[i]![2], what: `map ${i}` });
        expectClose(ranges!.subarray(2 * i, 2 * i + 2), [reference.minimum, reference.maximum], { tolerance: 1e-6 });
      }
    });
  }

  stageTest('find-ranges: an even map is all zero, a map that is not finite too', async (chain) => {
    const maps = [
      [-2.5, -2.5],
      [1, NaN],
      [-Infinity, 1],
      [3e38, -3e38],
      [0, -0],
      [-3, -1],
    ].map((pair) => chain.upload(Float32Array.from(pair), [1, 1, 2]));
    const size = { width: 2, height: 1 };
    const normalized = chain.normalize(chain.upsample(maps.map((map) => ({ map, index: 0, size, rectify: false }))));
    const heat = await chain.readHeatmaps(normalized);
    const [ranges] = await chain.read([normalized.ranges!]);
    expect(heat.flatMap((pair) => [...pair])).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect([...ranges!.subarray(0, 6)]).toEqual([-2.5, -2.5, NaN, NaN, NaN, NaN]);
    expect([...ranges!.subarray(10)]).toEqual([-3, -1]);
  });

  for (const level of [0, 0.15, 0.5, 1]) {
    stageTest(`threshold at ${level}`, async (chain) => {
      const { heatmaps } = stretchAll(chain, false);
      const normalized = chain.normalize(heatmaps);
      const masks = await chain.readMasks(chain.threshold(normalized, level));
      for (const [i, actual] of (await chain.readHeatmaps(normalized)).entries()) {
        const isEmpty = actual.every((value) => value === 0);
        const expected = threshold(actual, level, isEmpty);
        // A GPU's division may be off in the last bits; 0 and 1 are exact.
        const isNear = (value: number): boolean => value > 0 && value < 1 && Math.abs(value - level) < 1e-6;
        const certain = masks[i]!.map((on, pixel) => (isNear(actual[pixel]!) ? expected[pixel]! : on));
        expectClose(certain, expected, { tolerance: 0, width: stretches[i]![2] });
      }
    });
  }
}
