/**
 * The methods that run the network again and again, on a tiny network: against plain computations that feed it one altered
 * input at a time; on every level of machine; with progress, stopped, and with memory that does not grow.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../src/pipeline/engine/cpu-engine.ts';
import { createExplainer, type Explainer, engineOf } from '../../src/pipeline/api/explainer.ts';
import { ExplainableNetwork } from '../../src/pipeline/network/explainable-network.ts';
import { methods } from '../../src/pipeline/recipe/methods/index.ts';
import type { LoadedModel } from '../../src/pipeline/model/loaded-model.ts';
import { gradientAtInput } from '../../src/pipeline/network/run-request.ts';
import type { BackendChoice, Picture } from '../../src/pipeline/types.ts';
import { addNoise } from '../support/references/add-noise.ts';
import { normalize } from '../support/references/find-ranges.ts';
import { upsample } from '../support/references/upsample.ts';
import { blocks } from '../support/blocks.ts';
import { relativeDifference } from '../support/compare-arrays.ts';
import { expectClose } from '../support/compare.ts';
import { PlainNetwork, withWeight } from '../support/plain-network.ts';
import { tinyModel } from '../support/tiny-model.ts';

const channels = 8;
const side = 32;
const classes = 5;
const target = 2;

/** Two channels of the last layer are dead; behind `branch` the logits depend on the picture by another way too. */
const model = ((): LoadedModel => {
  const bias = Float32Array.from({ length: channels }, (_, c) => (c === 3 || c === 6 ? -100 : 0.3 * Math.sin(c)));
  const tiny = withWeight(tinyModel(), 'branch.bias', bias);
  const layers = { stem: 'stem.relu', branch: 'branch', last: 'last' };
  return { ...tiny, description: { ...tiny.description, layers } };
})();
const atLayers = ['score-cam', 'ablation-cam'] as const;
const atInput = ['smooth-grad', 'integrated-gradients', 'occlusion'] as const;
const slow = [...atLayers, ...atInput];

const explainers = new Map<BackendChoice, Explainer>();
let plain: PlainNetwork;
let gradients: ExplainableNetwork;
let pictures: Picture[];
/** What the network is fed, by picture. */
let images: Float32Array[];

beforeAll(async () => {
  for (const backend of ['webgpu', 'wasm', 'cpu'] as const) {
    explainers.set(backend, await createExplainer({ model, backend }));
  }
  plain = await PlainNetwork.create(model, channels);
  gradients = await ExplainableNetwork.create(model, gradientAtInput, null);
  pictures = [await blocks(64, 48, 1), await blocks(33, 57, 2)];
  images = await Promise.all(pictures.map((picture) => fed(picture)));
});

afterAll(async () => {
  for (const explainer of explainers.values()) await explainer.destroy();
  await plain.destroy();
  await gradients.destroy();
});

async function fed(picture: Picture): Promise<Float32Array> {
  const chain = createCpuEngine().begin();
  const { normalization } = model.description.input;
  const [values] = await chain.read([await chain.preprocess([picture], { width: side, height: side, normalization })]);
  return values!;
}

function using(backend: BackendChoice): Explainer {
  const explainer = explainers.get(backend);
  if (explainer === undefined) throw new Error(`no explainer on ${backend}`);
  return explainer;
}

type Choice = NonNullable<Parameters<Explainer['explain']>[1]>;

/** By picture, by method and layer. */
async function mapsOf(explainer: Explainer, of: readonly Picture[], choice: Choice): Promise<Map<string, number[]>[]> {
  const { results, explained } = await explainer.explain(of, { class: target, ...choice });
  explained.destroy();
  return results.map(
    ({ explanations }) => new Map(explanations.map((one) => [`${one.method} ${one.layer}`, [...one.map.values]])),
  );
}

async function oneMap(backend: BackendChoice, method: string, layer: string, choice: Choice = {}): Promise<number[]> {
  const [maps] = await mapsOf(using(backend), pictures.slice(0, 1), { methods: [method], layers: [layer], ...choice });
  return [...maps!.values()][0]!;
}

/**
 * Noise that differs in the last bits can turn a ReLU on, or move a maximum, in a sample: then some pixels of SmoothGrad's
 * map differ a little, and it is their mean that must not.
 */
function expectSame(name: string, actual: readonly number[], expected: readonly number[]): void {
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + Math.abs(value), 0);
  if (name.startsWith('smooth-grad')) {
    const differences = actual.map((value, i) => value - expected[i]!);
    expect(relativeDifference(actual, expected)).toBeLessThan(0.05);
    expect(total(differences) / total(expected)).toBeLessThan(2e-3);
  } else expect(relativeDifference(actual, expected), name).toBeLessThan(5e-5);
}

test('the slow methods say that they are', () => {
  expect(methods.filter(({ isSlow }) => isSlow === true).map(({ name }) => name)).toEqual(slow);
});

describe('on the CPU engine, against plain computations,', () => {
  const score = async (image: ArrayLike<number>): Promise<number> => (await plain.run(image)).logits[target]!;
  const image = (): Float32Array => images[0]!;

  /** Σc w[c]·A[c] */
  const weighted = (weights: readonly number[], activations: Float32Array): number[] => {
    const positions = activations.length / channels;
    return Array.from({ length: positions }, (_, p) =>
      weights.reduce((sum, weight, c) => sum + weight * activations[c * positions + p]!, 0),
    );
  };

  test.each(['stem', 'branch', 'last'])('Score-CAM at %s', async (layer) => {
    const { dims, values } = (await plain.run(image())).activations[layer]!;
    const [, height = 0, width = 0] = dims;
    const baseline = await score(new Float32Array(image().length));
    const confidences: number[] = [];
    for (let c = 0; c < channels; c++) {
      const map = values.subarray(c * height * width, (c + 1) * height * width);
      const heat = normalize(upsample(map, { width, height }, { width: side, height: side }, false)).values;
      confidences.push((await score(image().map((value, i) => value * heat[i % (side * side)]!))) - baseline);
    }
    const sum = confidences.reduce((total, confidence) => total + Math.exp(confidence), 0);
    const weights = confidences.map((confidence) => Math.exp(confidence) / sum);
    expect(Math.max(...weights) / Math.min(...weights)).toBeGreaterThan(1.05);
    expect(relativeDifference(await oneMap('cpu', 'score-cam', layer), weighted(weights, values))).toBeLessThan(1e-5);
  });

  test.each(['stem', 'branch', 'last'])('Ablation-CAM at %s', async (layer) => {
    const { logits, activations } = await plain.run(image());
    const whole = logits[target]!;
    const weights: number[] = [];
    for (let channel = 0; channel < channels; channel++) {
      const without = (await plain.run(image(), { layer, channel })).logits[target]!;
      weights.push((whole - without) / Math.abs(whole));
    }
    const expected = weighted(weights, activations[layer]!.values);
    expect(relativeDifference(await oneMap('cpu', 'ablation-cam', layer), expected)).toBeLessThan(1e-5);
  });

  test('occlusion', async () => {
    const whole = await score(image());
    const expected: number[] = [];
    // A pixel is covered where any of it lies less than a cell from the middle of the square.
    const isCovered = (pixel: number, cell: number): boolean => {
      const [from, to] = [(pixel * 14) / side - (cell + 0.5), ((pixel + 1) * 14) / side - (cell + 0.5)];
      return from < 1 && to > -1;
    };
    for (let cell = 0; cell < 14 * 14; cell++) {
      const occluded = image().map((value, i) => {
        const [y, x] = [Math.floor((i % (side * side)) / side), i % side];
        return isCovered(y, Math.floor(cell / 14)) && isCovered(x, cell % 14) ? 0 : value;
      });
      expected.push(whole - (await score(occluded)));
    }
    expectClose(await oneMap('cpu', 'occlusion', 'last'), expected, { tolerance: 1e-5, width: 14 });
  });

  const gradientAt = async (values: Float32Array): Promise<Float32Array> => {
    const row = Float32Array.from({ length: classes }, (_, k) => Number(k === target));
    const run = await gradients.run(gradientAtInput, { dims: [1, 3, side, side], values }, row);
    const tensor = run.inputGradients;
    if (tensor === undefined || !('values' in tensor)) throw new Error('no gradients in memory');
    return tensor.values;
  };

  const meanOf = async (altered: readonly ArrayLike<number>[]): Promise<Float64Array> => {
    const mean = new Float64Array(image().length);
    for (const one of altered) {
      (await gradientAt(Float32Array.from(one))).forEach((value, i) => (mean[i]! += value / altered.length));
    }
    return mean;
  };

  const overColours = (of: (colour: (c: number) => number) => number, values: ArrayLike<number>): number[] =>
    Array.from({ length: side * side }, (_, p) => of((c) => values[c * side * side + p]!));

  test('SmoothGrad', async () => {
    const sigma = 0.2 * (Math.max(...image()) - Math.min(...image()));
    const noisy = Array.from({ length: 25 }, (_, first) =>
      addNoise(image(), { entry: 0, size: image().length, copies: 1, first, seed: 0, sigma }),
    );
    const mean = await meanOf(noisy);
    const expected = overColours((colour) => Math.max(...[0, 1, 2].map((c) => Math.abs(colour(c)))), mean);
    expect(relativeDifference(await oneMap('cpu', 'smooth-grad', 'last'), expected)).toBeLessThan(1e-5);
    const [plainly] = await mapsOf(using('cpu'), pictures.slice(0, 1), { methods: ['saliency'] });
    expect(relativeDifference(expected, plainly!.get('saliency input')!)).toBeGreaterThan(0.1);
  });

  test('integrated gradients', async () => {
    const mean = await meanOf(
      Array.from({ length: 50 }, (_, step) => image().map((value) => (value * (step + 0.5)) / 50)),
    );
    const products = mean.map((gradient, i) => gradient * image()[i]!);
    const expected = overColours((colour) => colour(0) + colour(1) + colour(2), products);
    expect(relativeDifference(await oneMap('cpu', 'integrated-gradients', 'last'), expected)).toBeLessThan(1e-5);
  });

  test('integrated gradients sum to the score without the baseline’s', async () => {
    const map = await oneMap('cpu', 'integrated-gradients', 'last');
    const total = map.reduce((sum, value) => sum + value, 0);
    const difference = (await score(image())) - (await score(new Float32Array(image().length)));
    expect(Math.abs(difference)).toBeGreaterThan(0.1);
    expect(Math.abs(total - difference)).toBeLessThan(1e-3);
  });
});

describe('every level of machine agrees, picture by picture,', () => {
  let reference: Map<string, number[]>[];
  const choice = { methods: slow, layers: ['branch', 'last'] };

  beforeAll(async () => {
    reference = await mapsOf(using('cpu'), pictures, choice);
  });

  test.each(['wasm', 'webgpu'] as const)(
    'on %s',
    async (backend) => {
      for (const [p, maps] of (await mapsOf(using(backend), pictures, choice)).entries()) {
        expect([...maps.keys()]).toEqual([
          ...atLayers.flatMap((method) => [`${method} branch`, `${method} last`]),
          ...atInput.map((method) => `${method} input`),
        ]);
        for (const [name, map] of maps) {
          expectSame(name, map, reference[p]!.get(name)!);
        }
      }
    },
    300_000,
  );

  test('a picture alone gives what it gives in a batch', async () => {
    for (const [p, picture] of pictures.entries()) {
      const [alone] = await mapsOf(using('wasm'), [picture], choice);
      for (const [name, map] of alone!) {
        expectSame(name, map, reference[p]!.get(name)!);
      }
    }
  });

  test('each picture keeps to its own target', async () => {
    const each = [0, [{ index: 1, weight: 1 } as const, { index: 3, weight: -2 } as const]] as const;
    const batch = await mapsOf(using('cpu'), pictures, { ...choice, class: { each } });
    for (const [p, picture] of pictures.entries()) {
      const [alone] = await mapsOf(using('cpu'), [picture], { ...choice, class: each[p]! });
      for (const [name, map] of alone!) {
        expect(relativeDifference(batch[p]!.get(name)!, map), name).toBeLessThan(1e-5);
      }
    }
  });

  test('the class predicted is the one of the whole picture', async () => {
    const { results, explained } = await using('cpu').explain(pictures, { methods: slow, layers: ['last'] });
    explained.destroy();
    for (const [p, { classes: ranked, explanations }] of results.entries()) {
      const [named] = await mapsOf(using('cpu'), [pictures[p]!], {
        ...{ methods: slow, layers: ['last'], class: ranked[0]!.index },
      });
      for (const { method, layer, map } of explanations) {
        expect(relativeDifference(map.values, named!.get(`${method} ${layer}`)!), method).toBeLessThan(1e-5);
      }
    }
  });
});

test.each(['integrated-gradients', 'occlusion', 'ablation-cam', 'grad-cam'])(
  '%s: what speaks for A rather than B speaks against B rather than A',
  async (method) => {
    const sum = (a: number, b: number): Choice => ({
      class: [
        { index: a, weight: 1 },
        { index: b, weight: -1 },
      ],
    });
    const forA = await oneMap('wasm', method, 'last', sum(1, 4));
    const forB = await oneMap('wasm', method, 'last', sum(4, 1));
    expect(Math.max(...forA.map(Math.abs))).toBeGreaterThan(1e-3);
    const opposite = forB.map((value) => -value);
    expect(relativeDifference(forA, opposite)).toBeLessThan(1e-5);
  },
);

test('the raw map of a weighted sum is the weighted sum of raw maps, by Grad-CAM and integrated gradients', async () => {
  const weighted = [
    { index: 0, weight: 0.5 },
    { index: 2, weight: 2 },
    { index: 4, weight: -1.5 },
  ];
  for (const method of ['grad-cam', 'integrated-gradients']) {
    const whole = await oneMap('wasm', method, 'stem', { class: weighted });
    const sum = new Float64Array(whole.length);
    for (const { index, weight } of weighted) {
      (await oneMap('wasm', method, 'stem', { class: index })).forEach((value, i) => (sum[i]! += weight * value));
    }
    expect(relativeDifference(whole, sum), method).toBeLessThan(1e-5);
  }
});

describe.each(['wasm', 'webgpu'] as const)('on %s', (backend) => {
  const quickly = { methods: [...atLayers, 'smooth-grad'], layers: ['last'], class: target };

  test('progress rises to 1, and channels that say nothing cost no run', async () => {
    const fractions: number[] = [];
    const lines: string[] = [];
    const { explained } = await using(backend).explain(pictures, quickly, {
      onProgress: ({ fraction, message }) => {
        fractions.push(fraction);
        lines.push(message);
      },
    });
    explained.destroy();
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
    expect(fractions.at(-1)).toBe(1);
    // Six live channels; of the two dead ones Score-CAM runs one.
    expect(lines).toContain('Score-CAM, picture 1 of 2: 7 of 7 runs of the network');
    expect(lines).toContain('Ablation-CAM, picture 2 of 2: 6 of 6 runs of the network');
    expect(lines.at(-1)).toBe('SmoothGrad, picture 2 of 2: 25 of 25 runs of the network');
  });

  test('it stops in the middle, gives all memory back, and can begin again', async () => {
    const explainer = using(backend);
    const explain = async (): Promise<void> => (await explainer.explain(pictures, quickly)).explained.destroy();
    const stopAfter = async (steps: number): Promise<number> => {
      const stopping = new AbortController();
      let seen = 0;
      const onProgress = ({ fraction }: { readonly fraction: number }): void => {
        if (fraction > 0 && ++seen === steps) stopping.abort();
      };
      const stopped = explainer.explain(pictures, quickly, { onProgress, signal: stopping.signal });
      await expect(stopped).rejects.toMatchObject({ code: 'stopped' });
      return seen;
    };
    await explain();
    await explain();
    const before = { ...engineOf(explainer).alive };
    for (const steps of [1, 3, 6]) {
      expect(await stopAfter(steps)).toBe(steps);
      expect(engineOf(explainer).alive).toEqual(before);
    }
    for (let i = 0; i < 3; i++) await explain();
    expect(engineOf(explainer).alive).toEqual(before);
  });
});

test('more kinds of runs than sessions are kept: what is in use stays', async () => {
  const choice = {
    methods: ['hires-cam', 'guided-backprop', 'deconvnet', 'ablation-cam', 'occlusion', 'smooth-grad'],
    layers: ['stem', 'branch', 'last'],
  };
  const [expected] = await mapsOf(using('cpu'), pictures.slice(0, 1), choice);
  const [maps] = await mapsOf(using('webgpu'), pictures.slice(0, 1), choice);
  expect(maps!.size).toBe(10);
  for (const [name, map] of maps!) expectSame(name, map, expected!.get(name)!);
}, 300_000);
