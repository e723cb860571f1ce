/** ResNet-50 itself: the numbers of an independent implementation, and the four sample photos. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { iou } from '../../src/evaluation/iou.ts';
import { decodePicture } from '../../src/pipeline/picture/decode.ts';
import { createExplainer, type Explainer } from '../../src/pipeline/api/explainer.ts';
import type { PictureResult } from '../../src/pipeline/recipe/results.ts';
import type { Picture } from '../../src/pipeline/types.ts';
import { relativeDifference } from '../support/compare-arrays.ts';
import { loadReference, referencePictures } from '../support/reference.ts';

interface Sample {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly classIndex: number;
  readonly className: string;
}

let wasm: Explainer;
beforeAll(async () => {
  wasm = await createExplainer({ backend: 'wasm' });
});
afterAll(() => wasm.destroy());

async function expectReference(explainer: Explainer, name: string): Promise<void> {
  const { expected, picture } = await loadReference(name);
  const { results, explained } = await explainer.explain([picture], { methods: ['cam', 'grad-cam'] });
  const [result] = results;
  if (result === undefined) throw new Error('no result');
  expect(result.classes.map(({ index }) => index)).toEqual(expected.top5.map(({ index }) => index));
  const largestLogit = Math.max(...expected.logits.map(Math.abs));
  for (const [i, { logit }] of result.classes.entries()) {
    expect(Math.abs(logit - (expected.top5[i]?.logit ?? NaN)) / largestLogit).toBeLessThan(1e-4);
  }
  for (const { method, map } of result.explanations) {
    const expectedMap = expected.layers['layer4']?.maps[method.replace('-', '_')] ?? [];
    expect(relativeDifference(map.values, expectedMap), method).toBeLessThan(1e-4);
  }
  const [cam, gradCam] = result.explanations;
  const scaled = gradCam?.map.values.map((value) => value * 49) ?? [];
  expect(relativeDifference(scaled, cam?.map.values ?? [])).toBeLessThan(1e-5);
  explained.destroy();
}

test.each(referencePictures)('wasm: %s gives the reference numbers', (name) => expectReference(wasm, name));

test('webgpu: giant-panda gives the reference numbers', async () => {
  const explainer = await createExplainer({ backend: 'webgpu' });
  expect(explainer.backend.network).toBe('webgpu');
  await expectReference(explainer, 'giant-panda');
  await explainer.destroy();
}, 900_000);

test('the four samples are recognised, and both methods box them', async () => {
  const { samples } = (await (await fetch('/samples/samples.json')).json()) as { samples: readonly Sample[] };
  expect(samples).toHaveLength(4);
  for (const { file, width, height, classIndex, className } of samples) {
    const picture = await decodePicture(await (await fetch(`/samples/${file}`)).blob(), file);
    expect([picture.width, picture.height]).toEqual([width, height]);
    const { results, explained } = await wasm.explain([picture]);
    const [result] = results;
    expect(result?.classes[0]).toMatchObject({ index: classIndex, name: className });
    expect(result?.explanations.map(({ method }) => method)).toEqual(['cam', 'grad-cam']);
    for (const { box, boxes } of result?.explanations ?? []) {
      const [x0, y0, x1, y1] = box ?? [0, 0, 0, 0];
      expect(x0 >= 0 && y0 >= 0 && x1 <= width && y1 <= height && x1 > x0 && y1 > y0).toBe(true);
      expect(boxes[0]?.box).toEqual(box);
    }
    explained.destroy();
  }
});

/** The German shepherd of the samples at 240 × 180, in every form a file may take. */
const forms = [
  'photo.jpg',
  'progressive.jpg',
  'grey.jpg',
  'cmyk.jpg',
  'sixteen-bit.png',
  'transparent.png',
  'rotated.jpg',
  'animated.gif',
  'photo.avif',
];

async function explainForm(file: string): Promise<PictureResult> {
  const picture = await decodePicture(await (await fetch(`/test/fixtures/pictures/${file}`)).blob(), file);
  const { results, explained } = await wasm.explain([picture]);
  explained.destroy();
  if (results[0] === undefined) throw new Error('no result');
  return results[0];
}

test.each(forms)('%s is a German shepherd, boxed in upright pixels', async (file) => {
  const { classes, explanations } = await explainForm(file);
  expect(classes[0]?.index).toBe(235);
  const ordinary = await explainForm('photo.jpg');
  for (const [e, { box }] of explanations.entries()) {
    const [x0 = -1, y0 = -1, x1 = 999, y1 = 999] = box ?? [];
    expect(x0 >= 0 && y0 >= 0 && x1 <= 240 && y1 <= 180).toBe(true);
    // Other colours or surroundings move the heatmap a little, an orientation not applied would move it far.
    expect(iou(box ?? [0, 0, 0, 0], ordinary.explanations[e]?.box ?? [0, 0, 0, 0])).toBeGreaterThan(0.5);
  }
});

test('a single pixel is explained', async () => {
  const { classes, explanations } = await explainForm('one-pixel.png');
  expect(classes).toHaveLength(5);
  // One pixel's heatmap is constant, whatever the map: empty, and no box.
  expect(explanations.map(({ empty, box }) => [empty, box])).toEqual([
    [true, null],
    [true, null],
  ]);
});

test('12,000 × 9,000 pixels give the box of the same photo, enlarged', async () => {
  const photo = await decodePicture(await (await fetch('/test/fixtures/pictures/photo.jpg')).blob(), 'photo.jpg');
  const enlarged = (scale: number): Picture => {
    const [width, height] = [240 * scale, 180 * scale];
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d', { alpha: false, willReadFrequently: true })?.drawImage(photo.bitmap, 0, 0, width, height);
    return { name: `${scale} times`, width, height, bitmap: canvas.transferToImageBitmap() };
  };
  const gigantic = enlarged(50);
  expect([gigantic.width, gigantic.height]).toEqual([12_000, 9_000]);
  const ordinary = await wasm.explain([enlarged(5)]);
  const { results, explained } = await wasm.explain([gigantic]);
  expect(results[0]?.classes[0]?.index).toBe(235);
  for (const [e, { box }] of (results[0]?.explanations ?? []).entries()) {
    const [x0, y0, x1, y1] = ordinary.results[0]?.explanations[e]?.box ?? [0, 0, 0, 0];
    expect(iou(box ?? [0, 0, 0, 0], [10 * x0, 10 * y0, 10 * x1, 10 * y1])).toBeGreaterThan(0.99);
  }
  explained.destroy();
  ordinary.explained.destroy();
  gigantic.bitmap.close();
}, 900_000);
