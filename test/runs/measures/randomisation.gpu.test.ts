/** The sanity check by randomised weights, against networks whose weights were made random beforehand. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { weightLevels } from '../../support/rewrites.ts';
import { spearman } from '../../../src/evaluation/correlation.ts';
import type { Randomisation } from '../../../src/evaluation/record.ts';
import { randomTensor } from '../../../src/onnx/random-weights.ts';
import { readModel } from '../../../src/onnx/read.ts';
import { writeModel } from '../../../src/onnx/write.ts';
import { createExplainer, type Explainer } from '../../../src/pipeline/api/explainer.ts';
import type { Picture } from '../../../src/pipeline/types.ts';
import { measurePicture } from '../support/measure-picture.ts';
import type { RunChoice } from '../../../src/runs/run-choice.ts';
import { blocks } from '../../support/blocks.ts';
import { tinyModel } from '../../support/tiny-model.ts';
import { withWeights } from '../../support/with-weights.ts';

const methods = ['cam', 'grad-cam', 'eigen-cam', 'saliency'];
const choice: RunChoice = {
  ...{ methods, layers: ['last'], sources: ['true'], thresholds: [0.5], boxThreshold: 0.15 },
  measures: ['randomisation'],
};
const truth = { id: 'a', path: 'a.png', class: 1, boxes: [[0, 0, 4, 4]] as const };
let explainer: Explainer;
let picture: Picture;

beforeAll(async () => {
  explainer = await createExplainer({ model: tinyModel(), backend: 'cpu' });
  picture = await blocks(64, 48, 1);
});
afterAll(() => explainer.destroy());

async function checked(by: Explainer, source: 'true' | 'predicted' = 'true'): Promise<Record<string, Randomisation>> {
  const { explanations } = await measurePicture(by, picture, truth, { ...choice, sources: [source] });
  return Object.fromEntries(
    methods.map((method) => [method, Object.values(explanations[method]!)[0]![source]!.randomisation!]),
  );
}

/** As it is shown: CAM alone keeps its negative values. */
async function mapsOf(by: Explainer): Promise<number[][]> {
  const { explained, results } = await by.explain([picture], { methods, class: truth.class });
  explained.destroy();
  return results[0]!.explanations.map(({ method, map }) =>
    map.values.map((value) => (method === 'cam' ? value : Math.max(0, value))),
  );
}

describe('the sanity check', () => {
  test('has the correlations with the maps of networks that were random before', async () => {
    const found = await checked(explainer);
    const own = await mapsOf(explainer);
    const loaded = tinyModel();
    const { model, levels } = weightLevels(readModel(loaded.bytes), { last: 'last' });
    for (const [i, { name }] of levels.entries()) {
      const names = levels.slice(0, i + 1).flatMap(({ weights }) => weights);
      const random = model.graph.initializer.filter((tensor) => names.includes(tensor.name));
      const weights = new Map(random.map((tensor) => [tensor.name, randomTensor(tensor, 1)]));
      const bytes = writeModel(withWeights(model, weights));
      const other = await createExplainer({ model: { ...loaded, bytes }, backend: 'cpu' });
      const maps = await mapsOf(other);
      await other.destroy();
      for (const [m, method] of methods.entries()) {
        expect(found[method]![i]).toEqual([name, spearman(own[m]!, maps[m]!) ?? null]);
      }
    }
    expect(levels.map(({ name }) => name)).toEqual(['classifier', 'last']);
  });

  test('is 1 where the map does not look at what is random, and less where it does', async () => {
    const found = await checked(explainer);
    expect(found['eigen-cam']![0]).toEqual(['classifier', 1]);
    for (const method of ['cam', 'grad-cam', 'saliency']) expect(found[method]![0]![1]).not.toBe(1);
    for (const method of methods) expect(found[method]![1]![1] ?? 0).toBeLessThan(0.999);
  });

  test('keeps to the class that was explained, whatever the random networks predict', async () => {
    const { results, explained } = await explainer.explain([picture]);
    explained.destroy();
    const predicted = results[0]!.classes[0]!.index;
    const { explanations } = await measurePicture(explainer, picture, { ...truth, class: predicted }, choice);
    const asked = explanations['grad-cam']!['last']!.true!.randomisation;
    expect((await checked(explainer, 'predicted'))['grad-cam']).toEqual(asked);
  });

  test('is the same on every engine, and every time', async () => {
    const expected = await checked(explainer);
    for (const [backend, digits] of [
      ['cpu', 12],
      ['webgpu', 2],
    ] as const) {
      // prettier-ignore
      const other = await createExplainer({ model: tinyModel(), backend });
      const found = await checked(other);
      await other.destroy();
      for (const method of methods) {
        expect(found[method]!.map(([level]) => level)).toEqual(['classifier', 'last']);
        for (const [i, [, correlation]] of found[method]!.entries()) {
          if (expected[method]![i]![1] === null) expect(correlation).toBeNull();
          else expect(correlation).toBeCloseTo(expected[method]![i]![1], digits);
        }
      }
    }
  });
});
