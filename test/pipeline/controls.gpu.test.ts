/** Negative controls: by their definitions, on a small network. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readModel } from '../../src/onnx/read.ts';
import { writeModel } from '../../src/onnx/write.ts';
import { floatTensor } from '../../src/onnx/build.ts';
import { floatsOf } from '../../src/onnx/random-weights.ts';
import { createExplainer, type Explainer } from '../../src/pipeline/api/explainer.ts';
import { shuffledOrder } from '../../src/pipeline/recipe/controls/shuffled.ts';
import { controls } from '../../src/pipeline/recipe/controls/index.ts';
import type { Picture } from '../../src/pipeline/types.ts';
import { blocks } from '../support/blocks.ts';
import { relativeDifference } from '../support/compare-arrays.ts';
import { tinyClasses, tinyModel } from '../support/tiny-model.ts';
import { withWeights } from '../support/with-weights.ts';

let explainer: Explainer;
let pictures: Picture[];

beforeAll(async () => {
  explainer = await createExplainer({ model: tinyModel(), backend: 'cpu' });
  const made = await Promise.all([1, 2].map((seed) => blocks(64, 48, seed)));
  pictures = made.map((picture, i) => ({ ...picture, name: `picture ${i}` }));
});
afterAll(() => explainer.destroy());

async function mapsOf(
  which: readonly Picture[],
  methods: readonly string[],
  target: number | 'predicted' = 'predicted',
  by = explainer,
): Promise<readonly (readonly number[])[][]> {
  const { results, explained } = await by.explain(which, { methods, layers: ['last'], class: target });
  explained.destroy();
  return results.map(({ explanations }) => explanations.map(({ map }) => map.values));
}

test('every control is the same for a picture in any batch', async () => {
  const names = controls.map(({ name }) => name);
  const together = await mapsOf(pictures, names);
  expect(await mapsOf([pictures[1]!], names)).toEqual([together[1]]);
  const [random, centre, edges] = [0, 1, 2].map((i) => together.map((maps) => maps[i]!));
  expect(random![0]).not.toEqual(random![1]);
  expect(centre![0]).toEqual(centre![1]);
  expect(edges![0]).not.toEqual(edges![1]);
});

test('random numbers are of all sizes; the centre is the highest in the middle, the same all round', async () => {
  const [[random, centre] = []] = await mapsOf([pictures[0]!], ['control-random', 'control-centre']);
  expect(random).toHaveLength(49);
  expect(Math.min(...random!)).toBeLessThan(0.1);
  expect(Math.max(...random!)).toBeGreaterThan(0.9);
  expect(centre).toEqual(centre!.toReversed());
  // σ is a quarter of the side: at the middle of an edge, two of them away.
  expect(centre![28]! / centre![28 * 56 + 28]!).toBeCloseTo(
    Math.exp(-0.5 * (4 * (0.5 - 0.5 / 56)) ** 2 + 0.5 * (2 / 56) ** 2),
    5,
  );
});

test('shuffled weights: Grad-CAM of the network whose classifier has its weights shuffled', async () => {
  const loaded = tinyModel();
  const model = readModel(loaded.bytes);
  const head = model.graph.initializer.find(({ name }) => name === 'head.weight')!;
  const dims = head.dims.map(Number);
  const [classes = 0, channels = 0] = dims;
  const order = shuffledOrder(channels);
  const learned = floatsOf(head);
  const moved = Float32Array.from(
    { length: classes * channels },
    (_, i) => learned[i - (i % channels) + order[i % channels]!]!,
  );
  const bytes = writeModel(withWeights(model, new Map([['head.weight', floatTensor('head.weight', dims, moved)]])));
  const other = await createExplainer({ model: { ...loaded, bytes }, backend: 'cpu' });
  const expected = await mapsOf(pictures, ['grad-cam'], 2, other);
  await other.destroy();
  const found = await mapsOf(pictures, ['control-shuffled'], 2);
  found.forEach(([map], i) => expect(relativeDifference(map!, expected[i]![0]!)).toBeLessThan(1e-5));
});

test('another class: Grad-CAM of one of the others', async () => {
  const byClass = await Promise.all(tinyClasses.map((_, index) => mapsOf(pictures, ['grad-cam'], index)));
  for (const index of [0, 3]) {
    const found = await mapsOf(pictures, ['control-other-class'], index);
    found.forEach(([map], i) => {
      const same = byClass.map((maps) => relativeDifference(map!, maps[i]![0]!) < 1e-5);
      expect(same.filter(Boolean)).toHaveLength(1);
      expect(same[index]).toBe(false);
    });
  }
});
