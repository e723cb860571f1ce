/** Max-sensitivity: by hand on a linear network, whose map moves exactly as its picture does. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExplainer, type Explainer } from '../../../src/pipeline/api/explainer.ts';
import type { Picture } from '../../../src/pipeline/types.ts';
import { seedOf, sfc32 } from '../../../src/random.ts';
import { measureBatch } from '../../../src/runs/measure-batch.ts';
import type { RunChoice } from '../../../src/runs/run-choice.ts';
import { pictureOf } from '../../support/gpu.ts';
import { linearModel, linearSide } from '../../support/linear-model.ts';

const choice: RunChoice = {
  ...{ methods: ['cam', 'grad-cam'], layers: ['map'], sources: ['true'], thresholds: [0.5], boxThreshold: 0.15 },
  measures: ['max-sensitivity'],
};
const pixels = linearSide ** 2;
const reds = [0, 5].map((shift) => Array.from({ length: pixels }, (_, i) => (i * 37 + shift) % 256));
let explainer: Explainer;
let pictures: Picture[];

beforeAll(async () => {
  explainer = await createExplainer({ model: linearModel(), backend: 'cpu' });
  pictures = await Promise.all(
    reds.map((red) =>
      pictureOf(
        red.flatMap((value) => [value, 0, 0, 255]),
        { width: linearSide, height: linearSide },
      ),
    ),
  );
});
afterAll(() => explainer.destroy());

async function measured(which: readonly number[], truth = 0): Promise<unknown[][]> {
  const shown = which.map((i) => ({
    picture: pictures[i]!,
    truth: { id: `picture ${i}`, path: `${i}.png`, class: truth, boxes: [[0, 0, 4, 4]] as const },
  }));
  const records = await measureBatch(explainer, shown, choice);
  return records.map(({ explanations }) =>
    choice.methods.map((method) => explanations[method]!['map']!.true!.maxSensitivity),
  );
}

/** Noise of at most 2 % on each red; the map is a multiple of red. */
function byHand(picture: number, rectify: boolean): number {
  const unit = reds[picture]!.map((red) => red / 255);
  const length = Math.hypot(...unit);
  const distances = Array.from({ length: 10 }, (_, sample) => {
    const next = sfc32(seedOf(`picture ${picture} ${sample}`), 0);
    const moved = unit.map((red) => red + 0.02 * ((2 * next()) / 2 ** 32 - 1));
    const shown = rectify ? moved.map((red) => Math.max(0, red)) : moved;
    return Math.hypot(...shown.map((red, i) => red - unit[i]!)) / length;
  });
  return Math.max(...distances);
}

test('is the largest of ten distances, the same for a picture in any batch', async () => {
  const both = await measured([0, 1]);
  for (const picture of [0, 1]) {
    expect(both[picture]![0]).toBeCloseTo(byHand(picture, false), 5);
    // Grad-CAM's map is shown without its negative values.
    expect(both[picture]![1]).toBeCloseTo(byHand(picture, true), 5);
  }
  expect(await measured([1])).toEqual([both[1]]);
  expect(await measured([1, 0])).toEqual(both.toReversed());
});

test('is null where the map is zero everywhere', async () => {
  expect(await measured([0], 1)).toEqual([[null, null]]);
});
