import { expect, test } from 'vitest';
import { closePicture, decodePicture, decodeReduced, pictureFromPixels } from '../../../src/pipeline/picture/decode.ts';
import type { Picture } from '../../../src/pipeline/types.ts';

async function fixture(file: string): Promise<Picture> {
  const response = await fetch(`/test/fixtures/pictures/${file}`);
  expect(response.ok).toBe(true);
  return decodePicture(await response.blob(), file);
}

function pixelsOf(picture: Picture): Uint8ClampedArray {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2-D context');
  context.drawImage(picture.bitmap, 0, 0);
  return context.getImageData(0, 0, picture.width, picture.height).data;
}

/** Mean absolute difference of two pictures' channels, 0…255. */
function difference(a: Uint8ClampedArray, b: Uint8ClampedArray): number {
  expect(a.length).toBe(b.length);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
  return sum / a.length;
}

const sameDog: readonly (readonly [file: string, what: string, tolerance: number])[] = [
  ['photo.jpg', 'an ordinary JPEG', 0],
  ['progressive.jpg', 'a progressive JPEG', 0.01],
  ['cmyk.jpg', 'a CMYK JPEG', 8],
  ['sixteen-bit.png', 'a PNG of 16 bits a channel', 4],
  ['rotated.jpg', 'a JPEG turned by EXIF orientation', 4],
  ['animated.gif', "an animated GIF's first frame", 12],
  ['photo.avif', 'an AVIF', 8],
];

test.each(sameDog)('%s (%s) shows the same upright dog', async (file, _what, tolerance) => {
  const expected = pixelsOf(await fixture('photo.jpg'));
  const picture = await fixture(file);
  expect([picture.width, picture.height]).toEqual([240, 180]);
  expect(difference(pixelsOf(picture), expected)).toBeLessThanOrEqual(tolerance);
});

test('greyscale becomes three equal channels', async () => {
  const pixels = pixelsOf(await fixture('grey.jpg'));
  for (let i = 0; i < pixels.length; i += 4) {
    expect(pixels[i]).toBe(pixels[i + 1]);
    expect(pixels[i]).toBe(pixels[i + 2]);
  }
});

test('one pixel', async () => {
  expect(Array.from(pixelsOf(await fixture('one-pixel.png')))).toEqual([200, 120, 40, 255]);
});

test('transparency is white, not the colour hidden under it', async () => {
  const picture = await fixture('transparent.png');
  const pixels = pixelsOf(picture);
  expect(Array.from(pixels.subarray(0, 4))).toEqual([255, 255, 255, 255]);
  const centre = (90 * 240 + 120) * 4;
  expect(pixels[centre] ?? 255).toBeLessThan(60);
});

test.each([
  ['bomb-16384-1bit.png', 'picture-unreadable'],
  ['dims-1x65536.png', 'picture-unreadable'],
  ['text.jpg', 'picture-unreadable'],
  ['truncated.jpg', 'picture-unreadable'],
  ['truncated.png', 'picture-unreadable'],
  ['empty.jpg', 'picture-empty'],
])('%s is refused with %s and its name', async (file, code) => {
  const response = await fetch(`/test/fixtures/pictures/${file}`);
  const refusal = decodePicture(await response.blob(), file);
  await expect(refusal).rejects.toMatchObject({ code, message: expect.stringContaining(file) as string });
});

test('pixels stay the pixels they were', async () => {
  const pixels = Uint8ClampedArray.of(1, 2, 3, 255, 250, 251, 252, 255);
  const picture = await pictureFromPixels(pixels, 2, 1);
  expect(Array.from(pixelsOf(picture))).toEqual(Array.from(pixels));
  closePicture(picture);
  for (const [width, height] of [
    [1, 1],
    [2, 2],
    [0, 0],
    [-2, -1],
    [0.5, 4],
    [NaN, NaN],
  ] as const) {
    await expect(pictureFromPixels(pixels, width, height)).rejects.toMatchObject({ code: 'bad-option' });
  }
});

test('very wide pictures are decoded as far as canvases go', async () => {
  const wide = await fixture('wide-2000x1.png');
  expect([wide.width, wide.height]).toEqual([2000, 1]);
  const canvas = new OffscreenCanvas(65_535, 2);
  canvas.getContext('2d')?.fillRect(0, 0, 65_535, 2);
  const widest = await decodePicture(await canvas.convertToBlob(), 'widest');
  expect([widest.width, widest.height, widest.bitmap.width]).toEqual([65_535, 2, 65_535]);
  expect(Array.from(pixelsOf(widest).subarray(4 * 65_534, 4 * 65_535))).toEqual([0, 0, 0, 255]);
});

test('a smaller copy has the size asked for, and knows that of the whole', async () => {
  const file = await (await fetch('/test/fixtures/pictures/rotated.jpg')).blob();
  const { picture, size } = await decodeReduced(file, 'rotated.jpg', ({ width }) => 60 / width);
  expect([picture.width, picture.height, size]).toEqual([60, 45, { width: 240, height: 180 }]);
  const whole = await decodeReduced(file, 'rotated.jpg', () => 3);
  expect([whole.picture.width, whole.picture.height]).toEqual([240, 180]);
});
