/** Calls on destroyed objects, and impossible requests: each is a named error, on every engine. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../src/errors.ts';
import type { Chain } from '../../src/pipeline/chain/chain.ts';
import { beginTrial } from '../../src/pipeline/recipe/explained.ts';
import type { BatchChoice } from '../../src/pipeline/recipe/explain.ts';
import { createExplainer, type Explainer, engineOf } from '../../src/pipeline/api/explainer.ts';
import { createLens } from '../../src/pipeline/worker/remote.ts';
import type { Lens } from '../../src/pipeline/api/lens.ts';
import type { Picture } from '../../src/pipeline/types.ts';
import { blocks } from '../support/blocks.ts';
import { tinyClasses, tinyModel } from '../support/tiny-model.ts';

/** Thrown at once, or by the promise. */
async function codeOf(call: () => unknown): Promise<ErrorCode | 'nothing'> {
  try {
    await call();
    return 'nothing';
  } catch (error) {
    return (error as { code?: ErrorCode }).code ?? 'internal';
  }
}

const painting = { method: 'grad-cam', layer: 'last', show: 'blend', colourMap: 'jet', opacity: 0.5 } as const;

describe.each(['webgpu', 'wasm', 'cpu'] as const)('on %s', (backend) => {
  let explainer: Explainer;
  let picture: Picture;
  beforeAll(async () => {
    explainer = await createExplainer({ model: tinyModel(), backend });
    picture = await blocks(64, 48, 1);
  });
  afterAll(() => explainer.destroy());

  test('a destroyed explanation cannot be used, and later ones are not affected', async () => {
    const { explained } = await explainer.explain([picture], { methods: ['grad-cam'] });
    const trial = beginTrial(explained, 0, 0);
    explained.destroy();
    const other = await explainer.explain([await blocks(64, 48, 2)], { methods: ['grad-cam'] });
    const calls = {
      locate: () => explained.locate(0.5),
      locateAtEach: () => explained.locateAtEach({ thresholds: [0.5] }),
      logitsOf: () => explained.logitsOf(0),
      readHeatmaps: () => explained.readHeatmaps(0),
      beginTrial: () => beginTrial(explained, 0, 0),
      paint: () => explained.paint(new OffscreenCanvas(8, 8), painting),
      'its trial': () =>
        trial.probabilities(1, (scratch) => scratch.mask(trial.image, trial.heatmap, { first: 0, step: 0 })),
    };
    for (const [name, call] of Object.entries(calls)) expect(await codeOf(call), name).toBe('ended');
    expect(await codeOf(() => explained.destroy())).toBe('nothing');
    expect((await other.explained.locate(0.15))[0]!.explanations).toEqual(other.results[0]!.explanations);
    other.explained.destroy();
  });

  test('a destroyed chain cannot be used', async () => {
    const chain = engineOf(explainer).begin();
    const value = chain.upload(Float32Array.of(1, 2, 3, 4), [1, 1, 2, 2]);
    const heatmaps = chain.normalize(
      chain.upsample([{ map: chain.view(value, [1, 2, 2]), index: 0, size: { width: 4, height: 4 }, rectify: false }]),
    );
    chain.destroy();
    const calls: Readonly<Record<string, (on: Chain) => unknown>> = {
      upload: (on) => on.upload(Float32Array.of(1), [1]),
      bufferOf: (on) => on.bufferOf(value),
      view: (on) => on.view(value, [4]),
      compute: (on) => on.compute('channel-weights', [value]),
      preprocess: (on) =>
        on.preprocess([picture], { width: 8, height: 8, normalization: tinyModel().description.input.normalization }),
      normalize: (on) => on.normalize(heatmaps),
      locate: (on) => on.locate([{ heatmaps }], { thresholds: [0.5], all: true }, []),
      read: (on) => on.read([value]),
      readHeatmaps: (on) => on.readHeatmaps(heatmaps),
      submit: (on) => on.submit(),
    };
    for (const [name, call] of Object.entries(calls)) expect(await codeOf(() => call(chain)), name).toBe('ended');
    expect(await codeOf(() => chain.destroy())).toBe('nothing');
  });

  test.each([
    [{ threshold: NaN }, 'bad-option'],
    [{ threshold: '0.5' }, 'bad-option'],
    [{ threshold: -0.01 }, 'bad-option'],
    [{ threshold: 1.01 }, 'bad-option'],
    [{ threshold: null, methods: ['cam'] }, 'nothing'],
    [{ atEach: {} }, 'bad-option'],
    [{ atEach: null }, 'bad-option'],
    [{ atEach: { thresholds: [] } }, 'bad-option'],
    [{ atEach: { thresholds: [0.5, 0.4] } }, 'bad-option'],
    [{ atEach: { thresholds: [0.5, NaN] } }, 'bad-option'],
    [{ atEach: { thresholds: [0, 2] } }, 'bad-option'],
    [{ methods: 'grad-cam' }, 'bad-option'],
    [{ methods: [] }, 'bad-option'],
    [{ methods: [7] }, 'bad-option'],
    [{ layers: 'last' }, 'bad-option'],
    [{ conventions: [] }, 'bad-option'],
    [{ conventions: 'paper' }, 'bad-option'],
    [{ class: 'dog' }, 'unknown-class'],
    [{ class: {} }, 'unknown-class'],
    [{ class: 1.5 }, 'unknown-class'],
    [7, 'bad-option'],
    [null, 'bad-option'],
    [[], 'bad-option'],
  ] as const)('a choice of %j: %s', async (choice, code) => {
    const asked = choice as unknown as Partial<BatchChoice>;
    expect(await codeOf(async () => (await explainer.explain([picture], asked)).explained.destroy())).toBe(code);
  });

  test.each([undefined, null, [], 7, 'photo.jpg', {}, [undefined], [{}]])('pictures %j', async (pictures) => {
    expect(await codeOf(() => explainer.explain(pictures as Picture[]))).toBe('bad-option');
  });

  test('what is looked for later has the same limits', async () => {
    const { explained } = await explainer.explain([picture], { methods: ['grad-cam'] });
    for (const threshold of [NaN, -1, 1.5, '0.5', undefined, null, [0.5]] as number[]) {
      expect(await codeOf(() => explained.locate(threshold)), String(threshold)).toBe('bad-option');
      expect(await codeOf(() => explained.locateAtEach({ thresholds: [0.1, threshold] }))).toBe('bad-option');
    }
    for (const index of [-1, 1, 0.5, NaN, '0', undefined] as number[]) {
      expect(await codeOf(() => explained.logitsOf(index)), String(index)).toBe('bad-option');
      expect(await codeOf(() => explained.readHeatmaps(index)), String(index)).toBe('bad-option');
    }
    expect(await codeOf(() => beginTrial(explained, 0, 1))).toBe('bad-option');
    expect(await codeOf(() => beginTrial(explained, 1, 0))).toBe('bad-option');
    for (const wrong of [{ opacity: NaN }, { opacity: 2 }, { colourMap: 'constructor' }, { show: 'all' }] as object[]) {
      const choice = { ...painting, ...wrong };
      expect(await codeOf(() => explained.paint(new OffscreenCanvas(8, 8), choice))).toBe('bad-option');
    }
    explained.destroy();
  });
});

test.each(['webgpu', 'cpu'] as const)('an explainer on %s that was destroyed', async (backend) => {
  const explainer = await createExplainer({ model: tinyModel(), backend });
  const picture = await blocks(64, 48, 1);
  const { explained } = await explainer.explain([picture]);
  const under = codeOf(() => explainer.explain([picture], { methods: ['smooth-grad'] }));
  await explainer.destroy();
  await explainer.destroy();
  expect(await under).toBe('ended');
  const calls = {
    explain: () => explainer.explain([picture]),
    explainRandomised: () => explainer.explainRandomised([picture], { methods: ['cam'], layers: ['last'], class: 0 }),
    together: () => explainer.together(['cam'], ['last']),
    check: () => explainer.check(['cam'], ['last']),
    'its engine': () => engineOf(explainer).begin(),
    'locate of what it made': () => explained.locate(0.5),
  };
  for (const [name, call] of Object.entries(calls)) expect(await codeOf(call), name).toBe('ended');
});

describe('a lens', () => {
  let lens: Lens;
  const whole = { methods: ['grad-cam'], layers: ['last'], class: 'predicted', threshold: 0.15 } as const;
  let file: Blob;
  beforeAll(async () => {
    const { bytes, description } = tinyModel();
    const { input, layers, defaultLayer, strip } = description;
    const described = { input, layers, defaultLayer, strip, classes: tinyClasses };
    const files = [new File([bytes], 'tiny.onnx'), new File([JSON.stringify(described)], 'tiny.json')];
    lens = await createLens({ model: { files }, backend: 'cpu' });
    const canvas = new OffscreenCanvas(64, 48);
    canvas.getContext('2d')!.drawImage((await blocks(64, 48, 1)).bitmap, 0, 0);
    file = await canvas.convertToBlob();
  });
  afterAll(() => lens.destroy());

  test('a call without a choice, or with invalid thresholds, is a named error', async () => {
    const { id } = await lens.open(file, 'one.png');
    expect(await codeOf(() => lens.locate(id, 0.5))).toBe('bad-option');
    for (const choice of [undefined, null, 7, { ...whole, threshold: NaN }, { ...whole, methods: 'cam' }]) {
      expect(await codeOf(() => lens.explain(id, choice as unknown as typeof whole))).toBe('bad-option');
    }
    await lens.explain(id, whole);
    for (const threshold of [NaN, 2, -1, '0.5', undefined] as number[]) {
      expect(await codeOf(() => lens.locate(id, threshold))).toBe('bad-option');
    }
    const size = { width: 20, height: 20 };
    expect(await codeOf(() => lens.paint(id, { ...painting, ...size, method: 'cam' }))).toBe('bad-option');
    expect(await codeOf(() => lens.paint(id, { ...painting, width: 0, height: NaN }))).toBe('bad-option');
    await lens.close(id);
  });

  test('a closed picture is ended, an unknown one does not exist; everything is ended after the lens', async () => {
    const { id } = await lens.open(file, 'one.png');
    await lens.close(id);
    const size = { width: 20, height: 20 };
    for (const call of [
      () => lens.explain(id, whole),
      () => lens.locate(id, 0.5),
      () => lens.paint(id, { ...painting, ...size }),
      () => lens.close(id),
    ]) {
      expect(await codeOf(call)).toBe('ended');
    }
    expect(await codeOf(() => lens.explain(id + 7, whole))).toBe('bad-option');
    lens.destroy();
    for (const call of [() => lens.open(file, 'x'), () => lens.explain(id, whole), () => lens.close(id)]) {
      expect(await codeOf(call)).toBe('ended');
    }
  });
});
