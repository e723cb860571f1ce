/** Measures by altered pictures and of the heatmap: by hand on a linear network, and the same on every engine. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ExplanationRecord } from '../../../src/evaluation/record.ts';
import { createExplainer, type Explainer, engineOf } from '../../../src/pipeline/api/explainer.ts';
import type { Picture } from '../../../src/pipeline/types.ts';
import { measurePicture } from '../support/measure-picture.ts';
import { conventionNames, nameBy } from '../../../src/pipeline/recipe/conventions.ts';
import { randomSubsets } from '../../../src/evaluation/subsets.ts';
import { seedOf } from '../../../src/random.ts';
import { blurKernel } from '../../../src/runs/measures/insertion.ts';
import type { RunChoice } from '../../../src/runs/run-choice.ts';
import { gaussianNoise, removedTenths } from '../../../src/evaluation/road.ts';
import { impute } from '../../support/references/impute.ts';
import { blur } from '../../support/references/blur.ts';
import { blocks } from '../../support/blocks.ts';
import { pictureOf } from '../../support/gpu.ts';
import { linearModel, linearSide, slope } from '../../support/linear-model.ts';
import { tinyModel } from '../../support/tiny-model.ts';

const choice: RunChoice = {
  ...{ methods: ['cam'], layers: ['map'], sources: ['true'], thresholds: [0.5], boxThreshold: 0.15 },
  measures: [
    'deletion',
    'insertion',
    'drop',
    'road',
    'pixel-flipping',
    'faithfulness-correlation',
    'sparseness',
    'complexity',
  ],
};

async function recordOf(
  explainer: Explainer,
  picture: Picture,
  more: Partial<RunChoice> = {},
  truth = 0,
): Promise<ExplanationRecord> {
  const wanted = { ...choice, ...more };
  const named = { id: 'a', path: 'a.png', class: truth, boxes: [[0, 0, 4, 4]] as const };
  const { explanations } = await measurePicture(explainer, picture, named, wanted);
  return explanations[wanted.methods[0]!]![wanted.layers[0]!]![wanted.sources[0]!]!;
}

describe('by hand, on a linear network', () => {
  const pixels = linearSide ** 2;
  /** Each value once, without any order. */
  const reds = Array.from({ length: pixels }, (_, i) => 4 * ((i * 37 + 11) % pixels));
  let explainer: Explainer;
  let picture: Picture;

  beforeAll(async () => {
    explainer = await createExplainer({ model: linearModel(), backend: 'cpu' });
    picture = await paint(reds);
  });
  afterAll(() => explainer.destroy());

  const paint = (red: readonly number[]): Promise<Picture> =>
    pictureOf(
      red.flatMap((value, i) => [value, (i * 91) % 256, (i * 53) % 256, 255]),
      { width: linearSide, height: linearSide },
    );
  const probability = (red: readonly number[]): number => {
    const mean = red.reduce((sum, value) => sum + value, 0) / pixels;
    return 1 / (1 + Math.exp(-slope * mean));
  };
  const trapezoids = (values: readonly number[]): number =>
    values.slice(1).reduce((sum, value, i) => sum + (value + values[i]!) / 2, 0) / (values.length - 1);
  /** Reds where the pixels of the `count` highest are those of `after`. */
  const replaced = (before: readonly number[], after: readonly number[], count: number): number[] => {
    const order = reds.map((_, i) => i).sort((i, j) => reds[j]! - reds[i]!);
    const gone = new Set(order.slice(0, count));
    return before.map((value, i) => (gone.has(i) ? after[i]! : value));
  };
  const unit = reds.map((red) => red / 255);
  /** To four digits: none is further off than half of one, and what float32 adds. */
  const expectKept = (kept: readonly number[] | undefined, curve: readonly number[]): void => {
    expect(kept).toHaveLength(curve.length);
    curve.forEach((value, i) => expect(Math.abs(kept![i]! - value)).toBeLessThan(0.51e-4));
  };

  /** Pearson's, from its definition. */
  const correlation = (pairs: readonly (readonly number[])[]): number => {
    const meanOf = (of: (pair: readonly number[]) => number): number =>
      pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
    const [mx, my] = [meanOf(([x]) => x!), meanOf(([, y]) => y!)];
    const [sx, sy] = [meanOf(([x]) => (x! - mx) ** 2), meanOf(([, y]) => (y! - my) ** 2)];
    return meanOf(([x, y]) => (x! - mx) * (y! - my)) / Math.sqrt(sx * sy);
  };

  const half = linearSide / 2;
  /** Of squares of two by two. */
  const means = (values: readonly number[]): number[] =>
    Array.from({ length: half * half }, (_, i) => {
      const first = 2 * Math.floor(i / half) * linearSide + 2 * (i % half);
      return [0, 1, linearSide, linearSide + 1].reduce((sum, step) => sum + values[first + step]! / 4, 0);
    });
  /** Bilinear, twice as large: three quarters of the nearest value and one of the next, along each side. */
  const doubled = (map: readonly number[]): number[] =>
    Array.from({ length: pixels }, (_, i) => {
      const along = (place: number): [index: number, weight: number][] => {
        const near = Math.floor(place / 2);
        const next = Math.min(half - 1, Math.max(0, near + (place % 2 === 0 ? -1 : 1)));
        return [[near, 0.75], [next, 0.25]]; // prettier-ignore
      };
      const [rows, columns] = [along(Math.floor(i / linearSide)), along(i % linearSide)];
      return rows.reduce(
        (sum, [y, down]) => sum + columns.reduce((row, [x, across]) => row + down * across * map[y * half + x]!, 0),
        0,
      );
    });
  /** Min-max. */
  const stretched = (values: readonly number[]): number[] => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return values.map((value) => (value - low) / (high - low));
  };
  const highest = (map: readonly number[]): number => Math.max(...doubled(stretched(map)));

  test.each([1, 4, 64])('deletion, in %i steps', async (steps) => {
    const { deletion, deletionCurve } = await recordOf(explainer, picture, { steps });
    const curve = Array.from({ length: steps + 1 }, (_, step) =>
      probability(replaced(unit, unit.map(() => 0), (step * pixels) / steps)),
    ); // prettier-ignore
    expect(deletion).toBeCloseTo(trapezoids(curve), 6);
    expectKept(deletionCurve, curve);
  });

  test.each([1, 4, 64])('insertion, in %i steps', async (steps) => {
    const { insertion, insertionCurve } = await recordOf(explainer, picture, { steps });
    const size = { entry: 0, channels: 1, positions: pixels, width: linearSide };
    const blurred = [...blur(unit, blurKernel(), size)];
    const curve = Array.from({ length: steps + 1 }, (_, step) =>
      probability(replaced(blurred, unit, (step * pixels) / steps)),
    );
    expect(insertion).toBeCloseTo(trapezoids(curve), 6);
    expectKept(insertionCurve, curve);
  });

  test('pixel flipping, in 4 steps', async () => {
    const { pixelFlipping, pixelFlippingCurve } = await recordOf(explainer, picture, { steps: 4 });
    const curve = [0, 16, 32, 48, 64].map((count) => probability(replaced(unit, unit.map((red) => -red), count))); // prettier-ignore
    expect(pixelFlipping).toBeCloseTo(trapezoids(curve), 6);
    expectKept(pixelFlippingCurve, curve);
  });

  test('ROAD: what is removed is filled in from its neighbours, with noise', async () => {
    const { roadMost, roadMostCurve, roadLeast, roadLeastCurve } = await recordOf(explainer, picture);
    const order = unit.map((_, i) => i).sort((i, j) => unit[j]! - unit[i]!);
    const noise = gaussianNoise(pixels, [0.01, 0.01, 0.01], seedOf('a')).subarray(0, pixels);
    const counts = removedTenths.map((tenths) => Math.round((tenths * pixels) / 10));
    const probabilities = (places: readonly number[]): number[] => {
      const filled = impute(unit, noise, places, counts, linearSide);
      return counts.map((_, i) => probability([...filled.subarray(i * pixels, (i + 1) * pixels)]));
    };
    const most = probabilities(unit.map((_, i) => order.indexOf(i)));
    const least = probabilities(unit.map((_, i) => order.toReversed().indexOf(i)));
    const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value / 9, 0);
    expect(roadMost).toBeCloseTo(meanOf(most), 5);
    expect(roadLeast).toBeCloseTo(meanOf(least), 5);
    expectKept(roadMostCurve, [probability(unit), ...most]);
    expectKept(roadLeastCurve, [probability(unit), ...least]);
    expect(roadMost).toBeLessThan(roadLeast!);
  });

  test('faithfulness correlation: here each pixel is a square', async () => {
    const { faithfulnessCorrelation } = await recordOf(explainer, picture);
    const pairs = randomSubsets(pixels, 30, seedOf('a')).map((subset) => {
      const sum = unit.reduce((total, red, i) => total + subset[i]! * red, 0);
      return [sum / Math.max(...unit), probability(unit) - probability(unit.map((red, i) => (subset[i] ? 0 : red)))];
    });
    expect(faithfulnessCorrelation).toBeCloseTo(correlation(pairs), 5);
    expect(faithfulnessCorrelation).toBeGreaterThan(0.95);
    const uniform = await recordOf(explainer, await paint(reds.map(() => 100)));
    expect(uniform.faithfulnessCorrelation).toBeNull();
  });

  test('sparseness and complexity of the heatmap', async () => {
    const { sparseness, complexity } = await recordOf(explainer, picture);
    // Each of 0 … 63 once: the Gini index of an even spread is (n + 1) / 3n of its n values above zero.
    expect(sparseness).toBeCloseTo(65 / (3 * 64), 6);
    const total = (63 * 64) / 2;
    const shares = Array.from({ length: 63 }, (_, i) => (i + 1) / total);
    expect(complexity).toBeCloseTo(-shares.reduce((sum, share) => sum + share * Math.log(share), 0), 5);
  });

  test('28 steps by default, each of whole pixels', async () => {
    const { deletion } = await recordOf(explainer, picture);
    const curve = Array.from({ length: 29 }, (_, step) =>
      probability(replaced(unit, unit.map(() => 0), Math.round((step * pixels) / 28))),
    ); // prettier-ignore
    expect(deletion).toBeCloseTo(trapezoids(curve), 6);
  });

  test('equal pixels go in raster order', async () => {
    // The heatmap tells nothing; the first half of the rows is as red as the rest.
    const { deletion, empty } = await recordOf(explainer, await paint(reds.map(() => 100)), { steps: 2 });
    const mean = 100 / 255;
    const at = (share: number): number => 1 / (1 + Math.exp(-slope * mean * share));
    expect(empty).toBe(true);
    expect(deletion).toBeCloseTo(trapezoids([at(1), at(0.5), at(0)]), 6);
  });

  test('the order of the pixels is read once for both curves', async () => {
    const begin = engineOf(explainer).begin.bind(engineOf(explainer));
    let reads = 0;
    const watched = vi.spyOn(engineOf(explainer), 'begin').mockImplementation((options) => {
      const chain = begin(options);
      const read = chain.readHeatmaps.bind(chain);
      return Object.assign(chain, {
        readHeatmaps: (...given: Parameters<typeof read>) => {
          reads++;
          return read(...given);
        },
      });
    });
    const readsOf = async (measures: RunChoice['measures']): Promise<number> => {
      reads = 0;
      await recordOf(explainer, picture, { measures, steps: 2 });
      return reads;
    };
    const without = await readsOf([]);
    expect(await readsOf(['deletion'])).toBe(without + 1);
    expect(await readsOf(['deletion', 'insertion'])).toBe(without + 1);
    watched.mockRestore();
  });

  test('drop: the probability for the picture, and for the picture times its heatmap', async () => {
    const { confidence } = await recordOf(explainer, picture);
    const most = Math.max(...unit);
    expect(confidence?.[0]).toBeCloseTo(probability(unit), 6);
    // The lowest red is 0.
    expect(confidence?.[1]).toBeCloseTo(probability(unit.map((red) => (red * red) / most)), 6);
  });

  test.each(conventionNames)('drop by the heatmap of %s', async (convention) => {
    const pooled = await createExplainer({ model: linearModel(2), backend: 'cpu' });
    const named = { id: 'a', path: 'a.png', class: 0, boxes: [[0, 0, 4, 4]] as const };
    const wanted: RunChoice = { ...choice, conventions: [convention], measures: ['drop'] };
    const { explanations } = await measurePicture(pooled, picture, named, wanted);
    const { confidence } = explanations[nameBy('cam', convention)]!['map']!.true!;
    await pooled.destroy();
    const map = means(unit);
    // The map is nowhere negative: libraries that rectify change nothing.
    const heatmap = {
      paper: () => stretched(doubled(map)),
      'pytorch-grad-cam': () => stretched(doubled(stretched(map))),
      'torch-cam': () => doubled(stretched(map)),
    }[convention]();
    expect(confidence?.[1]).toBeCloseTo(probability(unit.map((red, i) => red * heatmap[i]!)), 6);
    expect(Math.max(...heatmap)).toBeCloseTo(convention === 'torch-cam' ? highest(map) : 1, 6);
  });

  test('drop of the other class: what is not shown fades', async () => {
    const { confidence } = await recordOf(explainer, picture, {}, 1);
    expect(confidence?.[0]).toBeCloseTo(1 - probability(unit), 6);
    // Its map is 0 everywhere: the network sees the mean picture.
    expect(confidence?.[1]).toBeCloseTo(0.5, 6);
  });
});

test('the blurring kernel is that of RISE', () => {
  // Row sums of gkern(11, 5), by SciPy.
  const half = [0.08795814577727815, 0.08889611977709483, 0.09047419654910867, 0.09219111781938807, 0.09348938844291409]; // prettier-ignore
  const expected = [...half, 0.09398206326843249, ...half.toReversed()];
  expect(blurKernel()).toHaveLength(11);
  blurKernel().forEach((weight, i) => expect(weight).toBeCloseTo(expected[i]!, 12));
});

test('the GPU gives what the CPU gives, in memory that does not grow', async () => {
  const methods = ['grad-cam', 'saliency'];
  const some: RunChoice = { ...choice, methods, layers: ['last'], sources: ['predicted'], steps: 5 };
  const truth = { id: 'a', path: 'a.png', class: 1, boxes: [[0, 0, 4, 4]] as const };
  const picture = await blocks(64, 48, 1);
  const found: (readonly ExplanationRecord[])[] = [];
  for (const backend of ['cpu', 'wasm', 'webgpu'] as const) {
    const explainer = await createExplainer({ model: tinyModel(), backend, methods });
    const { explanations } = await measurePicture(explainer, picture, truth, some);
    found.push(methods.map((method) => Object.values(explanations[method]!)[0]!.predicted!));
    const alive = { ...engineOf(explainer).alive };
    await measurePicture(explainer, picture, truth, some);
    expect(engineOf(explainer).alive).toEqual(alive);
    await explainer.destroy();
  }
  const [cpu, ...others] = found;
  for (const other of others) {
    for (const [i, record] of other.entries()) {
      const { deletion, insertion, confidence } = record;
      expect(deletion).toBeCloseTo(cpu![i]!.deletion!, 4);
      expect(insertion).toBeCloseTo(cpu![i]!.insertion!, 4);
      for (const name of [
        'roadMost',
        'roadLeast',
        'pixelFlipping',
        'faithfulnessCorrelation',
        'sparseness',
        'complexity',
      ] as const) {
        expect(record[name]).toBeCloseTo(cpu![i]![name]!, 3);
      }
      confidence!.forEach((value, k) => expect(value).toBeCloseTo(cpu![i]!.confidence![k]!, 4));
    }
  }
  const areas = cpu!.flatMap(({ deletion, insertion }) => [deletion!, insertion!]);
  expect(new Set(areas.map((area) => area.toFixed(6))).size).toBe(4);
  areas.forEach((area) => expect(area > 0 && area < 1).toBe(true));
});
