/** EXIF orientation in every format that has one: upright pixels, whatever the browser does by itself. */
import { describe, expect, it } from 'vitest';
import { decodePicture, decodeReduced } from '../../../src/pipeline/picture/decode.ts';
import type { Orientation } from '../../../src/pipeline/picture/header/header.ts';
import { exif } from './header/made-pictures.ts';
import { pngWithChunk, riffChunks, webpOf } from './header/exif-files.ts';

const orientations: readonly Orientation[] = [1, 2, 3, 4, 5, 6, 7, 8];
/** Stored: a different colour in each of six fields. */
const [width, height] = [48, 32];
const field = 16;

function colourAt(x: number, y: number): readonly [number, number, number] {
  const index = Math.floor(y / field) * 3 + Math.floor(x / field);
  return [40 * index, 255 - 40 * index, index % 2 === 0 ? 0 : 200];
}

async function stored(type: string): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no 2-D context');
  const image = context.createImageData(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) image.data.set([...colourAt(x, y), 255], 4 * (y * width + x));
  }
  context.putImageData(image, 0, 0);
  return new Uint8Array(await (await canvas.convertToBlob({ type, quality: 1 })).arrayBuffer());
}

/** What is shown at (x, y) of the upright picture, as the standard has it: where row 0 and column 0 are shown. */
const storedAt: Readonly<Record<Orientation, (x: number, y: number) => readonly [x: number, y: number]>> = {
  1: (x, y) => [x, y],
  2: (x, y) => [width - 1 - x, y],
  3: (x, y) => [width - 1 - x, height - 1 - y],
  4: (x, y) => [x, height - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y) => [y, height - 1 - x],
  7: (x, y) => [width - 1 - y, height - 1 - x],
  8: (x, y) => [width - 1 - y, x],
};

function fieldsOf(bitmap: ImageBitmap, scale = 1): number[][] {
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2-D context');
  context.drawImage(bitmap, 0, 0);
  const fields: number[][] = [];
  for (let y = (field / 2) * scale; y < bitmap.height; y += field * scale) {
    for (let x = (field / 2) * scale; x < bitmap.width; x += field * scale) {
      fields.push(Array.from(context.getImageData(x, y, 1, 1).data.subarray(0, 3)));
    }
  }
  return fields;
}

function expectedFields(orientation: Orientation): number[][] {
  const [w, h] = orientation >= 5 ? [height, width] : [width, height];
  const fields: number[][] = [];
  for (let y = field / 2; y < h; y += field) {
    for (let x = field / 2; x < w; x += field) fields.push([...colourAt(...storedAt[orientation](x, y))]);
  }
  return fields;
}

function expectNear(actual: number[][], expected: number[][], what: string): void {
  expect(actual.length, what).toBe(expected.length);
  actual.forEach((colour, i) => {
    colour.forEach((value, channel) =>
      expect(Math.abs(value - expected[i]![channel]!), `${what}, field ${i}: ${String(colour)}`).toBeLessThan(12),
    );
  });
}

/** Files of each format with the orientation in its own place. */
const formats: Readonly<Record<string, (orientation: Orientation) => Promise<Uint8Array<ArrayBuffer>>>> = {
  WebP: async (orientation) => {
    const picture = riffChunks(await stored('image/webp')).filter(([type]) => type === 'VP8 ' || type === 'VP8L');
    return webpOf(width, height, [...picture, ['EXIF', exif(orientation)]]);
  },
  PNG: async (orientation) => pngWithChunk(await stored('image/png'), 'eXIf', exif(orientation)),
  JPEG: async (orientation) => {
    const bytes = await stored('image/jpeg');
    const name = Uint8Array.from('Exif\0\0', (letter) => letter.charCodeAt(0));
    const block = exif(orientation);
    const length = 2 + name.length + block.length;
    return Uint8Array.of(0xff, 0xd8, 0xff, 0xe1, length >> 8, length & 255, ...name, ...block, ...bytes.subarray(2));
  },
};

describe.each(Object.keys(formats))('a %s', (format) => {
  it.each(orientations)('of orientation %i is upright, whole and reduced', async (orientation) => {
    const file = new Blob([await formats[format]!(orientation)]);
    const picture = await decodePicture(file, format);
    const [w, h] = orientation >= 5 ? [height, width] : [width, height];
    expect([picture.width, picture.height]).toEqual([w, h]);
    expectNear(fieldsOf(picture.bitmap), expectedFields(orientation), `${format} ${orientation}`);
    const half = await decodeReduced(file, format, () => 0.5);
    expect([half.picture.width, half.picture.height, half.size]).toEqual([w / 2, h / 2, { width: w, height: h }]);
    expectNear(fieldsOf(half.picture.bitmap, 0.5), expectedFields(orientation), `half of ${format} ${orientation}`);
  });
});
