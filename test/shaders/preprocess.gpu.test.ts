import { describe } from 'vitest';
import { preprocess } from '../support/references/preprocess.ts';
import type { Normalization, Picture, Size } from '../../src/pipeline/types.ts';
import { expectClose } from '../support/compare.ts';
import { bytesOf, gpuTest, pictureOf } from '../support/gpu.ts';
import { randomFrom } from '../support/random.ts';

const plain: Normalization = { order: 'RGB', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] };
const caffe: Normalization = { order: 'BGR', scale: 1, mean: [103.939, 116.779, 123.68], std: [1, 1, 1] };
const torch: Normalization = {
  order: 'RGB',
  scale: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};

async function noise(width: number, height: number): Promise<Picture> {
  const random = randomFrom(width * 7919 + height);
  return pictureOf(
    Uint8Array.from({ length: 4 * width * height }, (_, i) => (i % 4 === 3 ? 255 : Math.floor(random() * 256))),
    { width, height },
  );
}

function expected(picture: Picture, size: Size, normalization: Normalization): Float64Array {
  return preprocess(bytesOf(picture), picture, size, normalization);
}

gpuTest('by hand: two pixels become four, channels apart', async (chain) => {
  const picture = await pictureOf([0, 10, 20, 255, 100, 50, 220, 255], { width: 2, height: 1 });
  const [planes] = await chain.read([await chain.preprocess([picture], { width: 4, height: 1, normalization: plain })]);
  expectClose(planes!, [0, 25, 75, 100, 10, 20, 40, 50, 20, 70, 170, 220], { tolerance: 1e-4, width: 4 });
});

gpuTest('by hand: four pixels become two; blue first, minus the mean', async (chain) => {
  const grey = (value: number): number[] => [value, value, value, 255];
  const picture = await pictureOf([70, 0, 140, 7].flatMap(grey), { width: 1, height: 4 });
  const normalization: Normalization = { order: 'BGR', scale: 1, mean: [1, 2, 3], std: [1, 1, 2] };
  const [planes] = await chain.read([await chain.preprocess([picture], { width: 1, height: 2, normalization })]);
  const [top, bottom] = [50, 63];
  expectClose(planes!, [top - 1, bottom - 1, top - 2, bottom - 2, (top - 3) / 2, (bottom - 3) / 2], {
    tolerance: 1e-4,
  });
});

gpuTest('at its own size, minus the mean: to the last digit of float32', async (chain) => {
  const size = { width: 64, height: 64 };
  // Up to 230: differences above 128 are rounded twice.
  const picture = await pictureOf(
    Uint8Array.from({ length: 4 * 64 * 64 }, (_, i) => (i % 4 === 3 ? 255 : (7 * i) % 231)),
    size,
  );
  const [planes] = await chain.read([await chain.preprocess([picture], { ...size, normalization: caffe })]);
  expectClose(planes!, Float32Array.from(expected(picture, size, caffe)), { tolerance: 0, width: 64 });
});

/** Picture sizes: within one tile of the test's engine (256 × 128), at its border, over it, and thin. */
describe.each([
  [1, 1],
  [7, 7],
  [33, 14],
  [224, 100],
  [256, 128],
  [257, 129],
  [500, 375],
  [1, 700],
  [900, 2],
])('a picture of %i × %i', (width, height) => {
  for (const [size, normalization] of [
    [{ width: 224, height: 224 }, caffe],
    [{ width: 33, height: 7 }, torch],
  ] as const) {
    gpuTest(`becomes ${size.width} × ${size.height}`, async (chain) => {
      const picture = await noise(width, height);
      const input = await chain.preprocess([picture], { ...size, normalization });
      const [planes] = await chain.read([input]);
      // float32 of numbers up to 255, then scaled.
      const tolerance = 2e-4 * Math.max(normalization.scale / 0.225, normalization.scale);
      expectClose(planes!, expected(picture, size, normalization), { tolerance, width: size.width });
    });
  }
});

gpuTest('a photo of 1024 × 768 beside a single pixel, in one batch', async (chain) => {
  const bitmap = await createImageBitmap(await (await fetch('/samples/german-shepherd.webp')).blob());
  const photo: Picture = { name: 'photo', bitmap, width: bitmap.width, height: bitmap.height };
  const pixel = await noise(1, 1);
  const size = { width: 224, height: 224 };
  const [planes] = await chain.read([await chain.preprocess([pixel, photo], { ...size, normalization: caffe })]);
  const plane = 3 * 224 * 224;
  expectClose(planes!.subarray(0, plane), expected(pixel, size, caffe), { tolerance: 2e-4, width: 224 });
  expectClose(planes!.subarray(plane), expected(photo, size, caffe), { tolerance: 2e-4, width: 224 });
});
