/** The whole way on a tiny network: the three levels of machine agree, and what is kept stays consistent. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pictureFromPixels } from '../../../src/pipeline/picture/decode.ts';
import { conventions } from '../../../src/pipeline/recipe/conventions.ts';
import { createExplainer, type Explainer, engineOf } from '../../../src/pipeline/api/explainer.ts';
import { normalize } from '../../support/references/find-ranges.ts';
import { upsample } from '../../support/references/upsample.ts';
import type { BackendChoice, Picture } from '../../../src/pipeline/types.ts';
import { expectClose } from '../../support/compare.ts';
import { blocks } from '../../support/blocks.ts';
import { relativeDifference } from '../../support/compare-arrays.ts';
import { tinyModel } from '../../support/tiny-model.ts';

const explainers = new Map<BackendChoice, Explainer>();
let pictures: Picture[];

function using(backend: BackendChoice): Explainer {
  const explainer = explainers.get(backend);
  if (explainer === undefined) throw new Error(`no explainer on ${backend}`);
  return explainer;
}

beforeAll(async () => {
  for (const backend of ['webgpu', 'wasm', 'cpu'] as const) {
    explainers.set(backend, await createExplainer({ model: tinyModel(), backend }));
  }
  pictures = [await blocks(64, 48, 1), await blocks(33, 57, 2), await blocks(1, 1, 3)];
});

afterAll(async () => {
  for (const explainer of explainers.values()) await explainer.destroy();
});

test('what ran is reported', () => {
  expect(using('webgpu').backend).toMatchObject({ network: 'webgpu', stages: 'webgpu' });
  expect(using('wasm').backend).toMatchObject({ network: 'wasm', stages: 'webgpu' });
  expect(using('cpu').backend).toEqual({ network: 'wasm', stages: 'cpu', adapter: 'none' });
});

test('auto leaves the network of a software adapter to WebAssembly', async () => {
  const explainer = await createExplainer({ model: tinyModel(), backend: 'auto' });
  expect(explainer.backend).toMatchObject({ network: 'wasm', stages: 'webgpu' });
  expect(explainer.notice).toMatch(/software adapter/);
  await explainer.destroy();
});

test.each(['webgpu', 'wasm'] as const)(
  '%s gives what the CPU gives, for a batch of pictures of different sizes',
  async (backend) => {
    const reference = await using('cpu').explain(pictures);
    const { results, explained } = await using(backend).explain(pictures);
    for (const [p, result] of results.entries()) {
      const expected = reference.results[p];
      if (expected === undefined) throw new Error(`no reference for picture ${p}`);
      expect(result.classes.map(({ name }) => name)).toEqual(expected.classes.map(({ name }) => name));
      for (const [e, explanation] of result.explanations.entries()) {
        const other = expected.explanations[e];
        if (other === undefined) throw new Error(`no reference for explanation ${e}`);
        expect([explanation.method, explanation.layer, explanation.class]).toEqual([
          other.method,
          other.layer,
          other.class,
        ]);
        expect(relativeDifference(explanation.map.values, other.map.values)).toBeLessThan(1e-5);
        expect(explanation.maximum).toBeCloseTo(other.maximum, 4);
        expect(explanation.minimum).toBeCloseTo(other.minimum, 4);
        expect([explanation.empty, explanation.box]).toEqual([other.empty, other.box]);
        expect(explanation.boxes).toEqual(other.boxes);
      }
    }
    explained.destroy();
    reference.explained.destroy();
  },
);

test.each(['webgpu', 'cpu'] as const)(
  '%s: several conventions come of one run, each with its own heatmap',
  async (backend) => {
    const asked = { methods: ['cam', 'grad-cam'], conventions: ['paper', 'torch-cam', 'pytorch-grad-cam'] as const };
    const { results, explained } = await using(backend).explain(pictures.slice(0, 1), asked);
    const explanations = results[0]!.explanations;
    const heatmaps = await explained.readHeatmaps(0);
    expect(explanations.map(({ method, convention }) => `${method} ${convention}`)).toEqual(
      asked.conventions.flatMap((convention) => asked.methods.map((method) => `${method} ${convention}`)),
    );
    const { width, height } = pictures[0]!;
    for (const [i, { method, convention, map, minimum, maximum }] of explanations.entries()) {
      const { rectifies, range } = conventions[convention];
      const isRectified = rectifies || method !== 'cam';
      const raw = map.values.map((value) => (isRectified ? Math.max(0, value) : value));
      const expected = normalize(upsample(raw, map, { width, height }, false), range, raw);
      expectClose(heatmaps[i]!.values, expected.values, { tolerance: 1e-4, width, what: `${method} ${convention}` });
      expect([minimum, maximum].map((value) => value / expected.maximum)).toEqual([
        expect.closeTo(expected.minimum / expected.maximum, 5),
        expect.closeTo(1, 5),
      ]);
    }
    explained.destroy();
  },
);

test('a convention that does not exist is refused', async () => {
  const choice = { conventions: ['opencv'] as unknown as readonly 'paper'[] };
  await expect(using('cpu').explain(pictures, choice)).rejects.toMatchObject({ code: 'bad-option' });
  await expect(using('cpu').explain(pictures, { conventions: [] })).rejects.toThrow('at least one convention');
});

test('a picture explained alone gives what it gives in a batch', async () => {
  const batch = await using('wasm').explain(pictures);
  for (const [p, picture] of pictures.entries()) {
    const alone = await using('wasm').explain([picture]);
    const [result] = alone.results;
    const expected = batch.results[p];
    expect(result?.explanations.map(({ box }) => box)).toEqual(expected?.explanations.map(({ box }) => box));
    for (const [e, { map }] of (result?.explanations ?? []).entries()) {
      expect(relativeDifference(map.values, expected?.explanations[e]?.map.values ?? [])).toBeLessThan(1e-6);
    }
    alone.explained.destroy();
  }
  batch.explained.destroy();
});

test('CAM = HW · Grad-CAM, raw', async () => {
  const { results, explained } = await using('wasm').explain(pictures, { methods: ['cam', 'grad-cam'] });
  for (const { explanations } of results) {
    const [cam, gradCam] = explanations;
    if (cam === undefined || gradCam === undefined) throw new Error('two explanations were expected');
    const space = gradCam.map.width * gradCam.map.height;
    expect(space).toBe(64);
    expect(
      relativeDifference(
        gradCam.map.values.map((value) => value * space),
        cam.map.values,
      ),
    ).toBeLessThan(1e-5);
  }
  explained.destroy();
});

test('another class gives another map; the class predicted, named, gives the same', async () => {
  const explainer = using('wasm');
  const picture = pictures.slice(0, 1);
  const predicted = await explainer.explain(picture, { methods: ['grad-cam'] });
  const index = predicted.results[0]?.classes[0]?.index ?? -1;
  const map = predicted.results[0]?.explanations[0]?.map.values ?? [];
  const named = await explainer.explain(picture, { methods: ['grad-cam'], class: index });
  expect(relativeDifference(named.results[0]?.explanations[0]?.map.values ?? [], map)).toBeLessThan(1e-6);
  const other = await explainer.explain(picture, { methods: ['grad-cam'], class: (index + 1) % 5 });
  expect(relativeDifference(other.results[0]?.explanations[0]?.map.values ?? [], map)).toBeGreaterThan(0.1);
  for (const { explained } of [predicted, named, other]) explained.destroy();
});

test.each(['wasm', 'cpu'] as const)('%s: another threshold later gives what it gives at once', async (backend) => {
  const { explained } = await using(backend).explain(pictures, { threshold: 0.15 });
  const later = await explained.locate(0.6);
  const atOnce = await using(backend).explain(pictures, { threshold: 0.6 });
  expect(later).toEqual(atOnce.results);
  expect(later[0]?.explanations[0]?.threshold).toBe(0.6);
  explained.destroy();
  atOnce.explained.destroy();
});

test.each(['wasm', 'cpu'] as const)(
  '%s paints: the blend at opacity 0 is the picture, at 1 the heatmap',
  async (backend) => {
    const picture = await blocks(64, 48, 1);
    const { explained } = await using(backend).explain([picture], { methods: ['cam'] });
    const paint = async (show: 'blend' | 'heatmap', opacity: number): Promise<Uint8ClampedArray> => {
      const canvas = new OffscreenCanvas(64, 48);
      await explained.paint(canvas, { method: 'cam', layer: 'last', show, colourMap: 'viridis', opacity });
      return pixelsOf(canvas.transferToImageBitmap());
    };
    expect(await paint('blend', 0)).toEqual(pixelsOf(picture.bitmap));
    const heatmap = await paint('heatmap', 1);
    expect(await paint('blend', 1)).toEqual(heatmap);
    // Once more, from what is kept of the picture.
    expect(await paint('blend', 0)).toEqual(pixelsOf(picture.bitmap));
    expect(new Set(heatmap).size).toBeGreaterThan(20);
    explained.destroy();
  },
);

function pixelsOf(bitmap: ImageBitmap): Uint8ClampedArray {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2-D context');
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
}

test('a constant picture still gives finite numbers, and an empty map gives no box', async () => {
  const grey = await pictureFromPixels(new Uint8ClampedArray(20 * 20 * 4).fill(255), 20, 20);
  const { results, explained } = await using('wasm').explain([grey]);
  for (const { minimum, maximum, empty, box, boxes } of results[0]?.explanations ?? []) {
    expect(Number.isFinite(minimum) && Number.isFinite(maximum)).toBe(true);
    expect(box === null).toBe(empty);
    expect(boxes.length === 0).toBe(empty);
  }
  explained.destroy();
});

test.each([
  [{ class: 5 }, 'unknown-class', '0 to 4'],
  [{ class: -1 }, 'unknown-class', '0 to 4'],
  [{ class: 1.5 }, 'unknown-class', '0 to 4'],
  [{ threshold: NaN }, 'bad-option', 'from 0 to 1'],
  [{ threshold: 1.01 }, 'bad-option', 'from 0 to 1'],
  [{ methods: [] }, 'bad-option', 'at least one method'],
])('%o is refused with %s', async (choice, code, words) => {
  const refusal = using('wasm').explain(pictures, choice);
  await expect(refusal).rejects.toMatchObject({ code, message: expect.stringContaining(words) as string });
});

test('no pictures, and no size, are refused', async () => {
  await expect(using('wasm').explain([])).rejects.toMatchObject({ code: 'bad-option' });
  await expect(createExplainer({ model: tinyModel(), size: 0 })).rejects.toMatchObject({ code: 'bad-option' });
});

test('unknown names are refused with the valid ones', async () => {
  const explainer = using('wasm');
  await expect(explainer.explain(pictures, { methods: ['grad-ham'] })).rejects.toMatchObject({
    code: 'unknown-method',
    message: expect.stringContaining('grad-cam') as string,
  });
  await expect(explainer.explain(pictures, { layers: ['first'] })).rejects.toMatchObject({
    code: 'unknown-layer',
    message: expect.stringContaining('last') as string,
  });
  await expect(createExplainer({ model: tinyModel(), layers: ['first'] })).rejects.toMatchObject({
    code: 'unknown-layer',
  });
  await expect(createExplainer({ model: '/models/nothing.json' })).rejects.toMatchObject({ code: 'model-missing' });
});

test('as many GPU buffers live after 200 explanations as after 10', async () => {
  const explainer = using('wasm');
  const explainSome = async (count: number): Promise<{ buffers: number; bytes: number }> => {
    for (let i = 0; i < count; i++) {
      const { explained } = await explainer.explain([pictures[i % pictures.length] as Picture]);
      explained.destroy();
    }
    return { ...engineOf(explainer).alive };
  };
  const after10 = await explainSome(10);
  expect(await explainSome(190)).toEqual(after10);
});

test.each(['webgpu', 'cpu'] as const)(
  '%s explains a class of its own for each picture, and boxes later',
  async (backend) => {
    const explainer = using(backend);
    const thresholds = [0.15, 0.5, 0.8];
    const batch = await explainer.explain(pictures, { class: { each: [3, 'predicted', 1] }, boxless: true });
    expect(batch.results.map(({ explanations }) => explanations[0]?.box)).toEqual([null, null, null]);
    const located = await batch.explained.locateAtEach({ thresholds });
    const atOnce = await explainer.explain(pictures, { class: { each: [3, 'predicted', 1] }, atEach: { thresholds } });
    expect(atOnce.located).toEqual(located);
    expect(atOnce.results).toEqual(batch.results);
    atOnce.explained.destroy();
    for (const [p, target] of [3, 'predicted' as const, 1].entries()) {
      const alone = await explainer.explain([pictures[p] as Picture], { class: target });
      const [single] = alone.results;
      expect(batch.results[p]?.explanations.map(({ class: { index } }) => index)).toEqual(
        single?.explanations.map(({ class: { index } }) => index),
      );
      for (const [t, threshold] of thresholds.entries()) {
        const [boxes] = await alone.explained.locate(threshold);
        expect(located[p]?.map((levels) => levels.boxes[t])).toEqual(boxes?.explanations.map(({ box }) => box));
      }
      const heatmaps = await batch.explained.readHeatmaps(p);
      const expected = await alone.explained.readHeatmaps(0);
      expect(heatmaps.map(({ width, height }) => [width, height])).toEqual(
        heatmaps.map(() => [pictures[p]?.width, pictures[p]?.height]),
      );
      for (const [i, heatmap] of heatmaps.entries()) {
        expectClose(heatmap.values, expected[i]?.values ?? [], { tolerance: 1e-4 });
      }
      alone.explained.destroy();
    }
    batch.explained.destroy();
  },
);
