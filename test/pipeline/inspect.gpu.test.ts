/** Activations and gradients, read: against a float64 network and its differences, on every backend. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readModel } from '../../src/onnx/read.ts';
import { createExplainer, type Explainer } from '../../src/pipeline/api/explainer.ts';
import { closePicture, pictureFromPixels } from '../../src/pipeline/picture/decode.ts';
import type { InspectedPicture } from '../../src/pipeline/recipe/inspect.ts';
import type { Picture } from '../../src/pipeline/types.ts';
import { relativeDifference } from '../support/compare-arrays.ts';
import { overflowingModel } from '../support/overflowing-model.ts';
import { refinableModel } from '../support/refinable-model.ts';
import { randomFrom } from '../support/random.ts';
import { preprocess } from '../support/references/preprocess.ts';
import { TinyNetwork, type Maps } from '../support/references/tiny-network.ts';
import { tinyModel } from '../support/tiny-model.ts';

const side = 32;
const from = { width: 40, height: 24 };
const random = randomFrom(7);
const rgba = Uint8ClampedArray.from({ length: from.width * from.height * 4 }, (_, i) =>
  i % 4 === 3 ? 255 : Math.floor(random() * 256),
);
const model = tinyModel();
const network = new TinyNetwork(
  new Map(
    readModel(model.bytes).graph.initializer.map(({ name, rawData }) => [
      name,
      new Float32Array(rawData.slice().buffer),
    ]),
  ),
);
const { normalization } = model.description.input;
const stem = network.stem({ side, values: preprocess(rgba, from, { width: side, height: side }, normalization) });
const { last, logits } = network.tail(stem);
const likeliest = logits.indexOf(Math.max(...logits));
const near = 1e-5;
let picture: Picture;

beforeAll(async () => {
  picture = await pictureFromPixels(rgba, from.width, from.height, 'random pixels');
});
afterAll(() => closePicture(picture));

/**
 * Differences of the logit of class 3, entry by entry: exact, as the network is linear between kinks. At a kink (a window of
 * equal maxima) both sides differ, and the entry is left out.
 */
const atStem = ((): readonly (readonly [index: number, slope: number])[] => {
  const step = 1e-6;
  const logitAt = (i: number, by: number): number => {
    const moved: Maps = { side: stem.side, values: stem.values.slice() };
    moved.values[i]! += by;
    return network.tail(moved).logits[3]!;
  };
  return [...stem.values.keys()].flatMap((i) => {
    const [before, here, after] = [logitAt(i, -step), logits[3]!, logitAt(i, step)];
    const slopes = [(here - before) / step, (after - here) / step] as const;
    return Math.abs(slopes[0] - slopes[1]) > 1e-7 ? [] : [[i, (slopes[0] + slopes[1]) / 2] as const];
  });
})();

describe.each(['webgpu', 'wasm', 'cpu'] as const)('on %s', (backend) => {
  let explainer: Explainer;
  beforeAll(async () => {
    explainer = await createExplainer({ model, backend });
  });
  afterAll(() => explainer.destroy());

  it('activations are those of the network, in the order [C, H, W]', async () => {
    const { layers, classes } = await explainer.inspect(picture, { layers: ['stem', 'last'] });
    expect(Object.keys(layers)).toEqual(['stem', 'last']);
    expect(layers['stem']).toMatchObject({ channels: 8, height: 16, width: 16 });
    expect(layers['last']).toMatchObject({ channels: 8, height: 8, width: 8 });
    expect(relativeDifference(layers['stem']!.activations, stem.values)).toBeLessThan(near);
    expect(relativeDifference(layers['last']!.activations, last.values)).toBeLessThan(near);
    expect(classes[0]).toMatchObject({ index: likeliest, logit: expect.closeTo(logits[likeliest]!, 4) as number });
  });

  it('gradients are those of the logit: of the predicted class, of a given one, of a difference', async () => {
    const gradientOf = async (target: Parameters<Explainer['inspect']>[1]): Promise<InspectedPicture> =>
      explainer.inspect(picture, { layers: ['last', 'stem'], ...target });
    const [predicted, third, difference] = [
      await gradientOf({}),
      await gradientOf({ class: 3 }),
      await gradientOf({
        class: [
          { index: 3, weight: 1 },
          { index: 1, weight: -1 },
        ],
      }),
    ];
    expect([predicted.target.index, third.target.index]).toEqual([likeliest, 3]);
    const last3 = network.gradientAtLast(3, last);
    // A position that ReLU cuts still has this gradient: it is that of the layer after ReLU.
    expect(relativeDifference(third.layers['last']!.gradients, last3)).toBeLessThan(near);
    expect(
      relativeDifference(predicted.layers['last']!.gradients, network.gradientAtLast(likeliest, last)),
    ).toBeLessThan(near);
    const last1 = network.gradientAtLast(1, last);
    expect(
      relativeDifference(
        difference.layers['last']!.gradients,
        last3.map((value, i) => value - last1[i]!),
      ),
    ).toBeLessThan(near);
    const found = third.layers['stem']!.gradients;
    expect(atStem.length).toBeGreaterThan(0.8 * found.length);
    expect(
      relativeDifference(
        atStem.map(([i]) => found[i]!),
        atStem.map(([, slope]) => slope),
      ),
    ).toBeLessThan(near);
  });
});

describe('only the layers that are asked for', () => {
  it('are read, each once, whatever ran before', async () => {
    const explainer = await createExplainer({ model, backend: 'cpu' });
    const both = await explainer.inspect(picture, { layers: ['stem', 'last', 'stem'] });
    expect(Object.keys(both.layers)).toEqual(['stem', 'last']);
    const one = await explainer.inspect(picture, { layers: ['last'] });
    expect(one.layers).toEqual({ last: both.layers['last'] });
    await explainer.destroy();
  });

  it('count: a layer beside one that takes too much is read, and one that is named twice counts once', async () => {
    // 8 channels of 1,024 × 1,024 are 64 MiB: twice would be 128 MiB, and a layer more is too much.
    const explainer = await createExplainer({ model, backend: 'cpu', size: 2048, layers: ['stem', 'last'] });
    const { layers } = await explainer.inspect(picture, { layers: ['stem', 'stem', 'last'] });
    expect(Object.keys(layers)).toEqual(['stem', 'last']);
    await explainer.destroy();
  });

  it('are read after an explanation that was refined by other layers', async () => {
    const explainer = await createExplainer({ model: refinableModel(), backend: 'cpu' });
    const expected = await explainer.inspect(picture, { layers: ['last'], class: 2 });
    await explainer.destroy();
    const refining = await createExplainer({ model: refinableModel(), backend: 'cpu', refine: 'affinity' });
    const { explained } = await refining.explain([picture], { methods: ['grad-cam'], refine: 'affinity' });
    explained.destroy();
    expect(await refining.inspect(picture, { layers: ['last'], class: 2 })).toEqual(expected);
    await refining.destroy();
  });
});

it('layers whose values are not finite are an error, or left out and named if that is asked for', async () => {
  const explainer = await createExplainer({ model: overflowingModel(), backend: 'cpu' });
  const layers = ['stem', 'last'];
  await expect(explainer.inspect(picture, { layers })).rejects.toMatchObject({ code: 'not-finite' });
  const refused: string[] = [];
  const { layers: read } = await explainer.inspect(picture, { layers, onRefused: (layer) => refused.push(layer) });
  expect([refused, Object.keys(read)]).toEqual([['stem'], ['last']]);
  await explainer.destroy();
});

describe('what cannot be inspected', () => {
  it('is named: layers, classes, choices, and values that take too much memory', async () => {
    const explainer = await createExplainer({ model, backend: 'cpu' });
    const refused = async (choice: unknown, code: string, says: RegExp): Promise<void> => {
      const error: unknown = await explainer.inspect(picture, choice as object).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code, message: expect.stringMatching(says) as string });
    };
    await refused({ layers: ['nowhere'] }, 'unknown-layer', /"nowhere"; the layers are stem, last/);
    await refused({ layers: [] }, 'bad-option', /at least one layer/);
    await refused({ class: 5 }, 'unknown-class', /0 to 4/);
    await refused(null, 'bad-option', /null/);
    await explainer.destroy();
    await refused({}, 'ended', /destroyed/);
    // 8 channels of 1,448 × 1,448 are 16 MiB times 8 bytes and a little more.
    const large = await createExplainer({ model, backend: 'cpu', size: 2897 });
    const error: unknown = await large.inspect(picture, { layers: ['stem'] }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'limit-exceeded',
      message: expect.stringMatching(/stem take 129 MiB; 128/) as string,
    });
    await large.destroy();
  });
});
