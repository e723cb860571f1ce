/** Every method that needs one or two runs, on a tiny network: machines agree, identities hold, classes and weights count. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createExplainer, type Explainer } from '../../src/pipeline/api/explainer.ts';
import { methods } from '../../src/pipeline/recipe/methods/index.ts';
import { inputLayer } from '../../src/pipeline/recipe/methods/method.ts';
import type { BackendChoice, Picture } from '../../src/pipeline/types.ts';
import type { Explanation } from '../../src/pipeline/recipe/explanation.ts';
import { normalize } from '../support/references/find-ranges.ts';
import { upsample } from '../support/references/upsample.ts';
import { blocks } from '../support/blocks.ts';
import { relativeDifference } from '../support/compare-arrays.ts';
import { tinyModel } from '../support/tiny-model.ts';

/** Attention rollout is tested on a network with attention, in attention-rollout.gpu.test.ts. */
const quick = methods.filter(({ isSlow, needs }) => isSlow !== true && !needs.includes('rollout'));
/** By layer: CAM is possible at the last one alone. */
const possible = {
  stem: quick.filter(({ name }) => name !== 'cam').map(({ name }) => name),
  last: quick.map(({ name }) => name),
} as const;
const layers = ['stem', 'last'] as const;
type Layer = (typeof layers)[number];

const explainers = new Map<BackendChoice, Explainer>();
let pictures: Picture[];
/** What `cpu` says of all pictures. */
let reference: Readonly<Record<Layer, Maps[]>>;

/** By method, of one picture. */
type Maps = ReadonlyMap<string, Explanation>;

beforeAll(async () => {
  for (const backend of ['webgpu', 'wasm', 'cpu'] as const) {
    explainers.set(backend, await createExplainer({ model: tinyModel(), backend, layers }));
  }
  pictures = [await blocks(64, 48, 1), await blocks(33, 57, 2)];
  reference = {
    stem: await explain(using('cpu'), 'stem', pictures),
    last: await explain(using('cpu'), 'last', pictures),
  };
});

afterAll(async () => {
  for (const explainer of explainers.values()) await explainer.destroy();
});

function using(backend: BackendChoice): Explainer {
  const explainer = explainers.get(backend);
  if (explainer === undefined) throw new Error(`no explainer on ${backend}`);
  return explainer;
}

async function explain(explainer: Explainer, layer: Layer, of: readonly Picture[], target = 2): Promise<Maps[]> {
  const choice = { methods: possible[layer], layers: [layer], class: target };
  const { results, explained } = await explainer.explain(of, choice);
  explained.destroy();
  return results.map(({ explanations }) => new Map(explanations.map((one) => [one.method, one])));
}

function mapOf(maps: Maps | undefined, method: string): readonly number[] {
  const map = maps?.get(method)?.map;
  if (map === undefined) throw new Error(`no map by ${method}`);
  expect(map.values).toHaveLength(map.width * map.height);
  return map.values;
}

test('every method is there once, with its paper; those that fail sanity checks, or show nothing at some layers, say so', () => {
  const names = methods.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => possible.last.includes(name))).toEqual([
    ...['cam', 'grad-cam', 'grad-cam++', 'x-grad-cam', 'hires-cam', 'layer-cam', 'grad-cam-element-wise', 'eigen-cam'],
    ...['saliency', 'guided-backprop', 'deconvnet', 'guided-grad-cam'],
  ]);
  for (const { paper, formula } of methods) expect(paper.length > 20 && formula.length > 0).toBe(true);
  const warned = quick.filter(({ caution }) => caution !== undefined).map(({ name }) => name);
  expect(warned).toEqual(['hires-cam', 'eigen-cam', 'guided-backprop', 'deconvnet', 'guided-grad-cam']);
});

describe.each(layers)('at layer %s', (layer) => {
  test.each(['webgpu', 'wasm'] as const)(
    '%s gives what the CPU gives, by every method',
    async (backend) => {
      for (const [p, maps] of (await explain(using(backend), layer, pictures)).entries()) {
        expect([...maps.keys()]).toEqual(possible[layer]);
        for (const [name, explanation] of maps) {
          const expected = reference[layer][p]?.get(name);
          expect(explanation.layer).toBe(expected?.layer);
          expect(relativeDifference(mapOf(maps, name), mapOf(reference[layer][p], name)), name).toBeLessThan(2e-5);
          expect(explanation.box, name).toEqual(expected?.box);
        }
      }
    },
    180_000,
  );

  test('a picture alone gives what it gives in a batch', async () => {
    const alone = await explain(using('wasm'), layer, pictures.slice(1));
    const [, batch] = await explain(using('wasm'), layer, pictures);
    for (const name of possible[layer]) {
      expect(relativeDifference(mapOf(alone[0], name), mapOf(batch, name)), name).toBeLessThan(1e-5);
    }
  });

  test('another class gives another map by every method but EigenCAM', async () => {
    const [other] = await explain(using('cpu'), layer, pictures.slice(0, 1), 3);
    for (const name of possible[layer]) {
      const difference = relativeDifference(mapOf(other, name), mapOf(reference[layer][0], name));
      if (name === 'eigen-cam') expect(difference).toBe(0);
      else expect(difference, name).toBeGreaterThan(0.05);
    }
  });

  test('other weights give another map by every method', async () => {
    const explainer = await createExplainer({ model: tinyModel(2), backend: 'cpu', layers: [layer] });
    const [other] = await explain(explainer, layer, pictures.slice(0, 1));
    await explainer.destroy();
    for (const name of possible[layer]) {
      expect(relativeDifference(mapOf(other, name), mapOf(reference[layer][0], name)), name).toBeGreaterThan(0.05);
    }
  });

  test('LayerCAM is nowhere below 0 or HiResCAM', () => {
    for (const maps of reference[layer]) {
      const hires = mapOf(maps, 'hires-cam');
      const rectified = mapOf(maps, 'layer-cam');
      expect(rectified.every((value, i) => value >= 0 && value >= hires[i]! - 1e-6)).toBe(true);
      expect(relativeDifference(rectified, hires)).toBeGreaterThan(0.01);
    }
  });

  test('Grad-CAM element-wise is LayerCAM where no activation is negative', () => {
    for (const maps of reference[layer]) {
      const difference = relativeDifference(mapOf(maps, 'grad-cam-element-wise'), mapOf(maps, 'layer-cam'));
      expect(difference).toBeLessThan(1e-6);
    }
  });

  test('guided Grad-CAM is guided backpropagation times the heatmap of Grad-CAM at the input’s size', () => {
    const size = { width: 32, height: 32 };
    for (const maps of reference[layer]) {
      const { width, height } = maps.get('grad-cam')!.map;
      const stretched = upsample(mapOf(maps, 'grad-cam'), { width, height }, size, true);
      const guided = mapOf(maps, 'guided-backprop');
      const expected = normalize(stretched).values.map((heat, i) => heat * guided[i]!);
      expect(relativeDifference(mapOf(maps, 'guided-grad-cam'), expected)).toBeLessThan(1e-5);
    }
  });
});

test('CAM = HW · Grad-CAM = HW · HiResCAM = HW · XGrad-CAM at the layer that is pooled, raw', () => {
  for (const maps of reference.last) {
    const cam = mapOf(maps, 'cam');
    for (const name of ['grad-cam', 'hires-cam', 'x-grad-cam']) {
      const scaled = mapOf(maps, name).map((value) => value * cam.length);
      expect(relativeDifference(scaled, cam), name).toBeLessThan(1e-5);
    }
  }
});

test('methods that look at the input have one map, of its size, whatever the layers', async () => {
  const { results, explained } = await using('wasm').explain(pictures, { methods: ['saliency'], layers, class: 1 });
  for (const { explanations } of results) {
    expect(explanations.map(({ layer }) => layer)).toEqual([inputLayer]);
    expect(explanations[0]?.map).toMatchObject({ width: 32, height: 32 });
  }
  explained.destroy();
});
