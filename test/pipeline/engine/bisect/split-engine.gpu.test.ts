/** A shader that is wrong on purpose is named by the comparison, and got round by a split. */
import { beforeAll, describe, expect, test } from 'vitest';
import { createExplainer, type Explainer } from '../../../../src/pipeline/api/explainer.ts';
import type { StageComparison } from '../../../../src/pipeline/engine/bisect/compare.ts';
import type { StageSplit } from '../../../../src/pipeline/engine/bisect/stage-split.ts';
import type { StageName } from '../../../../src/pipeline/engine/stage-names.ts';
import { stageNames } from '../../../../src/pipeline/engine/stages.ts';
import type { BatchChoice } from '../../../../src/pipeline/recipe/explain.ts';
import { methods as allMethods } from '../../../../src/pipeline/recipe/methods/index.ts';
import type { Picture } from '../../../../src/pipeline/types.ts';
import { blocks } from '../../../support/blocks.ts';
import { withBroken, type Fault } from '../../../support/broken-shader.ts';
import { differenceTable } from '../../../support/compare.ts';
import { refinableModel } from '../../../support/refinable-model.ts';
import { tinyModel } from '../../../support/tiny-model.ts';

const quick = allMethods
  .filter(({ isSlow, needs }) => isSlow !== true && !needs.includes('rollout'))
  .map(({ name }) => name);
let pictures: Picture[];
beforeAll(async () => {
  pictures = [await blocks(64, 48, 1), await blocks(33, 57, 2)];
});

async function split<Result>(
  debug: StageSplit | undefined,
  work: (explainer: Explainer) => Promise<Result>,
  model = tinyModel(),
): Promise<Result> {
  const explainer = await createExplainer({
    ...{ model, backend: debug === undefined ? 'cpu' : 'auto' },
    ...(debug === undefined ? {} : { debug }),
  });
  try {
    return await work(explainer);
  } finally {
    await explainer.destroy();
  }
}

/** Everything that is not slow, boxes at several thresholds, and a painting. */
async function compareAll(choice: Partial<BatchChoice> = {}, model = tinyModel()): Promise<StageComparison[]> {
  const told: StageComparison[] = [];
  const compare = async (explainer: Explainer): Promise<void> => {
    const truths = pictures.map(() => [[2, 3, 20, 30] as const]);
    const atEach = { thresholds: [0.2, 0.5], truths };
    const { explained } = await explainer.explain(pictures, { methods: quick, atEach, ...choice });
    const painting = { method: 'grad-cam', layer: 'last', show: 'blend', colourMap: 'viridis', opacity: 0.5 } as const;
    await explained.paint(new OffscreenCanvas(40, 30), painting);
    explained.destroy();
  };
  await split({ onCompared: (comparison) => told.push(comparison) }, compare, model);
  return told;
}

const altering: readonly StageName[] = ['erase', 'scale', 'replace-pixels', 'impute', 'blur', 'add-noise'];
const guiding: readonly StageName[] = ['cap-at-median', 'guided-coefficients', 'guided-means'];
const refining: readonly StageName[] = ['unit-vectors', 'halve', 'vote', 'clamp', ...guiding];

test('where nothing is wrong, every stage agrees, and every one that quick methods have is told in order', async () => {
  const told = await compareAll();
  expect(told.filter(({ agrees }) => !agrees)).toEqual([]);
  const expected = stageNames.filter((name) => !altering.includes(name) && !refining.includes(name));
  expect(new Set(told.map(({ stage }) => stage))).toEqual(new Set(expected));
  expect(told[0]?.stage).toBe('preprocess');
  expect(told.at(-1)?.stage).toBe('blend');
  for (const { values, off } of told) expect(values > 0 && off === 0).toBe(true);
});

test('the stages that refine a map agree too', async () => {
  const told = await compareAll({ methods: ['grad-cam'], refine: 'affinity+guided' }, refinableModel());
  expect(told.filter(({ agrees }) => !agrees)).toEqual([]);
  for (const stage of refining) expect(told.map((one) => one.stage)).toContain(stage);
});

test('the stages of slow methods agree too', async () => {
  const told = await compareAll({
    methods: ['grad-cam', 'score-cam', 'ablation-cam', 'smooth-grad', 'integrated-gradients'],
  });
  expect(told.filter(({ agrees }) => !agrees)).toEqual([]);
  for (const stage of ['mask', 'erase', 'scale', 'add-noise']) expect(told.map((one) => one.stage)).toContain(stage);
}, 120_000);

const faults: readonly (Fault & { readonly stage: StageName; readonly what: string })[] = [
  { stage: 'preprocess', is: 'bias[c] + colour[c]', becomes: 'bias[c] + 1.5 * colour[c]', what: 'result' },
  {
    stage: 'channel-weights',
    is: '; i < parameters.positions',
    becomes: '; i + 1u < parameters.positions',
    what: 'result',
  },
  { stage: 'product-sum', is: 'gradient * activations[i]', becomes: 'gradient + activations[i]', what: 'result' },
  { stage: 'mask', is: 'factor * value', becomes: 'factor + value', what: 'result' },
  { stage: 'colour-maximum', is: 'largest = 0u', becomes: 'largest = 0x3f800000u', what: 'result' },
  { stage: 'upsample', is: 'heatmaps[pixels.y] = values.y', becomes: 'heatmaps[pixels.y] = values.x', what: 'heatmap' },
  {
    stage: 'upsample',
    is: '(&extremes[id.z][1], keys.y)',
    becomes: '(&extremes[id.z][1], keys.y - 99999u)',
    what: 'extremes',
  },
  {
    stage: 'find-ranges',
    is: 'bitcast<vec2u>(range), is',
    becomes: 'bitcast<vec2u>(range * 1.01), is',
    what: 'ranges',
  },
  { stage: 'threshold', is: 'vec4f(item.threshold)', becomes: 'vec4f(item.threshold + 0.2)', what: 'mask' },
  { stage: 'components', is: ', find_root(item, pixel)', becomes: ', pixel', what: 'labels' },
  { stage: 'boxes', is: '.area, end - first)', becomes: '.area, end - first + 1u)', what: 'components of mask' },
  { stage: 'pointing', is: 'max(normalized(vec4f(value), range).x, 0.0)', becomes: '1.0', what: 'sums' },
  {
    stage: 'blend',
    is: 'clamp(shown, vec4f(), vec4f(1.0))',
    becomes: '(1.0 - clamp(shown, vec4f(), vec4f(1.0)))',
    what: 'pixels',
  },
];

/** One fault of a stage at a time. */
const [first, second] = [
  faults.filter(({ what }) => what !== 'extremes'),
  faults.filter(({ what }) => what === 'extremes'),
];

describe('a wrong shader is named, and no other', () => {
  // Each stage is given what the CPU engine made: a wrong one before it does not count against it.
  test.each([
    ['find-ranges', first.filter(({ stage }) => stage === 'find-ranges')],
    ['components', first.filter(({ stage }) => stage === 'components')],
    ['what upsample says to normalize', second],
    ['many at once', first],
  ] as const)('%s', async (_, broken) => {
    const off = (await withBroken(broken, () => compareAll())).filter(({ agrees }) => !agrees);
    expect(new Set(off.map(({ stage }) => stage))).toEqual(new Set(broken.map(({ stage }) => stage)));
    for (const { stage, worst } of off) {
      const { what, dims, index, gpu, cpu, tolerance } = worst!;
      const expected = broken.find((fault) => fault.stage === stage)!.what;
      expect(what.startsWith(expected), `${stage}: ${what}`).toBe(true);
      expect(Math.abs(gpu - cpu)).toBeGreaterThan(tolerance);
      expect(index).toHaveLength(dims.length);
      index.forEach((at, axis) => expect(at < dims[axis]!, `${index.join()} of ${dims.join()}`).toBe(true));
    }
  });

  test('with the place, both values and the tolerance', async () => {
    const is = ' = total[i];';
    const becomes = ' = total[i] + select(0.0, 0.5, id.z == 1u && first + i == 13u);';
    const [only, ...more] = (
      await withBroken([{ stage: 'weighted-sum', is, becomes }], () => compareAll({ methods: ['grad-cam'] }))
    ).filter(({ agrees }) => !agrees);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ stage: 'weighted-sum', off: 1, values: 128 });
    const { gpu, cpu, tolerance, ...place } = only!.worst!;
    expect(place).toEqual({ what: 'result', dims: [2, 8, 8], index: [1, 1, 5] });
    const { results } = await split(undefined, (explainer) => explainer.explain(pictures, { methods: ['grad-cam'] }));
    const map = results[1]!.explanations[0]!.map.values;
    expect(cpu).toBeCloseTo(map[13]!, 6);
    expect(gpu - cpu).toBeCloseTo(0.5, 6);
    expect(tolerance).toBeGreaterThan(0);
    expect(tolerance).toBeLessThan(0.01);
  });
});

type Split = Exclude<StageSplit, { onCompared: unknown }>;

/** What is found of the pictures; every heatmap's values. */
async function heatmaps(debug: Split | undefined): Promise<number[]> {
  return split(debug, async (explainer) => {
    const { explained, results } = await explainer.explain(pictures, { methods: quick });
    const values: number[] = [];
    for (const picture of pictures.keys()) {
      for (const map of await explained.readHeatmaps(picture)) values.push(...map.values);
      for (const { box, boxes } of results[picture]!.explanations) values.push(...(box ?? []), boxes.length);
    }
    explained.destroy();
    return values;
  });
}

describe('a split', () => {
  test.each((['mask', 'components'] as const).flatMap((name) => [{ cpuBefore: name }, { gpuBefore: name }] as const))(
    '%o gives what the CPU gives',
    async (debug) => {
      expect(differenceTable(await heatmaps(debug), await heatmaps(undefined), { tolerance: 1e-3 })).toBeUndefined();
    },
  );

  test('a wrong shader shows on the side where its stage runs, and on that alone', async () => {
    const fault = {
      stage: 'find-ranges',
      is: 'bitcast<vec2u>(range), is',
      becomes: 'bitcast<vec2u>(range * 1.01), is',
    };
    const right = await heatmaps(undefined);
    const isRight = async (debug: Split): Promise<boolean> =>
      differenceTable(await withBroken([fault], () => heatmaps(debug)), right, { tolerance: 1e-3 }) === undefined;
    expect(await isRight({ cpuBefore: 'find-ranges' })).toBe(false);
    expect(await isRight({ cpuBefore: 'pointing' })).toBe(true);
    expect(await isRight({ gpuBefore: 'find-ranges' })).toBe(true);
  });
});

test('what cannot be split is refused, by name', async () => {
  const refused = (options: object): Promise<unknown> => createExplainer({ model: tinyModel(), ...options });
  await expect(refused({ debug: { cpuBefore: 'no-such' } })).rejects.toMatchObject({ code: 'bad-option' });
  for (const backend of ['webgpu', 'cpu']) {
    await expect(refused({ backend, debug: { gpuBefore: 'blend' } })).rejects.toMatchObject({ code: 'bad-option' });
  }
  const { notice, backend } = await split({ gpuBefore: 'blend' }, async (explainer) => explainer);
  expect(backend).toMatchObject({ network: 'wasm', stages: 'webgpu' });
  expect(notice).toContain('The stages before blend run on the GPU, blend and the rest in TypeScript.');
});
