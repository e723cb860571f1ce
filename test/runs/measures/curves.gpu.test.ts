/** Deletion, insertion and drop: by hand on a linear network, and the same on every engine. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ExplanationRecord } from '../../../src/evaluation/record.ts';
import { createExplainer, type Explainer, engineOf } from '../../../src/pipeline/api/explainer.ts';
import type { Picture } from '../../../src/pipeline/types.ts';
import { measurePicture } from '../support/measure-picture.ts';
import { blurKernel } from '../../../src/runs/measures/insertion.ts';
import type { RunChoice } from '../../../src/runs/run-choice.ts';
import { blur } from '../../../src/shaders/cpu/blur.ts';
import { blocks } from '../../support/blocks.ts';
import { pictureOf } from '../../support/gpu.ts';
import { linearModel, linearSide, slope } from '../../support/linear-model.ts';
import { tinyModel } from '../../support/tiny-model.ts';

const choice: RunChoice = {
  ...{ methods: ['cam'], layers: ['map'], sources: ['true'], thresholds: [0.5], boxThreshold: 0.15 },
  measures: ['deletion', 'insertion', 'drop'],
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

  test('28 steps, of which none has a part of a pixel, unless said', async () => {
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
    for (const [i, { deletion, insertion, confidence }] of other.entries()) {
      expect(deletion).toBeCloseTo(cpu![i]!.deletion!, 4);
      expect(insertion).toBeCloseTo(cpu![i]!.insertion!, 4);
      confidence!.forEach((value, k) => expect(value).toBeCloseTo(cpu![i]!.confidence![k]!, 4));
    }
  }
  const areas = cpu!.flatMap(({ deletion, insertion }) => [deletion!, insertion!]);
  expect(new Set(areas.map((area) => area.toFixed(6))).size).toBe(4);
  areas.forEach((area) => expect(area > 0 && area < 1).toBe(true));
});
