/** Headers of real files, of files made by hand, and of files cut and changed anywhere. */
import { openAsBlob, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CamLensError } from '../../../../src/errors.ts';
import { checkPicture, pictureLimits } from '../../../../src/pipeline/picture/header/check-picture.ts';
import { exifOrientation } from '../../../../src/pipeline/picture/header/exif-orientation.ts';
import { readPictureHeader } from '../../../../src/pipeline/picture/header/read-picture-header.ts';
import { bmp, exif, gif, jpeg, png, webp, webpWithExif } from './made-pictures.ts';

const folder = join(import.meta.dirname, '../../../fixtures/pictures');
const fixture = (file: string): Promise<Blob> => openAsBlob(join(folder, file));
const blobOf = (text: string): Blob => new Blob([Uint8Array.from(text, (letter) => letter.charCodeAt(0))]);

describe('headers', () => {
  it.each([
    ['photo.jpg', 'jpeg', 240, 180, 1],
    ['progressive.jpg', 'jpeg', 240, 180, 1],
    ['cmyk.jpg', 'jpeg', 240, 180, 1],
    ['rotated.jpg', 'jpeg', 180, 240, 6],
    ['sixteen-bit.png', 'png', 240, 180, 1],
    ['one-pixel.png', 'png', 1, 1, 1],
    ['animated.gif', 'gif', 240, 180, 1],
    ['photo.avif', 'avif', 240, 180, 1],
    ['turned-by-exif.webp', 'webp', 128, 128, 6],
    ['wide-2000x1.png', 'png', 2000, 1, 1],
    ['bomb-16384-1bit.png', 'png', 16384, 16384, 1],
    ['../../../public/samples/giant-panda.webp', 'webp', 1024, 681, 1],
  ] as const)('of %s', async (file, format, width, height, orientation) => {
    expect(await readPictureHeader(await fixture(file))).toEqual({ format, size: { width, height }, orientation });
  });

  it.each([
    ['jpeg', jpeg(70, 50, 8), 70, 50, 8],
    ['jpeg', jpeg(65_000, 3, 5, 70_000), 65_000, 3, 5],
    ['png', png(70, 50, 3), 70, 50, 3],
    ['png', png(2 ** 31 - 1, 1, 1), 2 ** 31 - 1, 1, 1],
    ['webp', webp('lossy', 300, 200), 300, 200, 1],
    ['webp', webp('lossless', 16_384, 9000), 16_384, 9000, 1],
    ['webp', webpWithExif(2 ** 24, 77, 7), 2 ** 24, 77, 7],
    ['gif', gif(30, 20, [10, 10]), 30, 20, 1],
    ['gif', gif(1, 1, [60_000, 50_000]), 60_000, 50_000, 1],
    ['bmp', bmp(90, 60), 90, 60, 1],
    ['bmp', bmp(90, -60), 90, 60, 1],
  ] as const)('made by hand: %s', async (format, bytes, width, height, orientation) => {
    expect(await readPictureHeader(new Blob([bytes]))).toEqual({ format, size: { width, height }, orientation });
  });

  it('are asked for in a few pieces, however large the file', async () => {
    const bytes = new Uint8Array(2 ** 25);
    bytes.set(jpeg(70, 50, 8, 120_000));
    let read = 0;
    const file = {
      size: bytes.length,
      slice: (start: number, end: number) => {
        read += Math.min(end, bytes.length) - start;
        return new Blob([bytes.subarray(start, end)]);
      },
    } as Blob;
    expect((await readPictureHeader(file))?.size).toEqual({ width: 70, height: 50 });
    expect(read).toBeLessThan(2 ** 18);
  });

  it('with any bytes changed, or cut off, are read or are not there, and come to an end', async () => {
    const originals = [
      ...['photo.jpg', 'rotated.jpg', 'sixteen-bit.png', 'animated.gif', 'photo.avif', 'turned-by-exif.webp'].map(
        (file) => new Uint8Array(readFileSync(join(folder, file))).slice(0, 3000),
      ),
      ...[jpeg(7, 5, 8), png(7, 5, 3), webpWithExif(7, 5, 6), gif(7, 5, [7, 5]), bmp(7, 5)],
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...originals),
        fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 8 }),
        fc.nat(3000),
        async (original, changes, length) => {
          const bytes = original.slice(0, length);
          for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
          try {
            const header = await checkPicture(new Blob([bytes]), 'a.jpg');
            const { width, height } = header.size ?? { width: 1, height: 1 };
            expect(width * height).toBeLessThanOrEqual(pictureLimits.pixels);
          } catch (error) {
            expect(error).toBeInstanceOf(CamLensError);
            expect((error as CamLensError).code).toMatch(/^picture-/);
          }
        },
      ),
      { numRuns: 3000 },
    );
  }, 300_000);
});

describe('EXIF orientation', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8] as const)('%i in both byte orders, with and without its name', (orientation) => {
    for (const isLittle of [false, true]) {
      const block = exif(orientation, isLittle);
      expect(exifOrientation(block)).toBe(orientation);
      expect(exifOrientation(Uint8Array.of(...Buffer.from('Exif\0\0', 'latin1'), ...block))).toBe(orientation);
    }
  });

  it.each([0, 9, 65_535])('%i is none', (value) => expect(exifOrientation(exif(value))).toBe(1));
});

describe('what cannot be decoded', () => {
  it.each([
    ['bomb-16384-1bit.png', /^bomb-16384-1bit\.png declares 16384 × 16384 pixels; the limit is 134217728 pixels/],
    ['dims-1x65536.png', /declares 1 × 65536 pixels; .* and 65535 for each side/],
    ['text.jpg', /could not be decoded: it is not a picture that this browser reads/],
  ])('%s is refused by its header', async (file, message) => {
    await expect(checkPicture(await fixture(file), file)).rejects.toMatchObject({
      code: 'picture-unreadable',
      message: expect.stringMatching(message) as string,
    });
  });

  it('may be as large as the limits, and no larger', async () => {
    const { pixels, side } = pictureLimits;
    for (const [width, height] of [
      [side, 2],
      [2, side],
      [pixels / 2 ** 12, 2 ** 12],
    ] as const) {
      expect((await checkPicture(new Blob([png(width, height, 1)]), 'a')).size).toEqual({ width, height });
      await expect(checkPicture(new Blob([png(width + 1, height + 1, 1)]), 'a')).rejects.toMatchObject({
        code: 'picture-unreadable',
      });
    }
    await expect(checkPicture(new Blob([png(0, 7, 1)]), 'a')).rejects.toMatchObject({ code: 'picture-unreadable' });
  });

  it.each([
    ['a HEIC photo', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
    ['a HEIC photo', '\0\0\0\x18ftypmif1\0\0\0\0mif1heic'],
    ['a raw photo', '\0\0\0\x18ftypcrx \0\0\0\x01crx isom'],
    ['a video', '\0\0\0\x18ftypisom\0\0\0\x01isommp42'],
    ['a TIFF', 'II*\0\x08\0\0\0'],
    ['a TIFF', 'MM\0*\0\0\0\x08'],
    ['a Photoshop file', '8BPS\0\x01'],
    ['a JPEG 2000', '\0\0\0\x0cjP  \r\n'],
    ['a JPEG XL', '\xff\x0a\xfa\x1f'],
    ['a PDF', '%PDF-1.7'],
    ['an SVG drawing', '<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg">'],
    ['an SVG drawing', '<svg/>'.replace('/', ' ')],
    ['a web page', '<!DOCTYPE html><html>'],
    ['a zip archive', 'PK\x03\x04\x14\0'],
    ['compressed with gzip', '\x1f\x8b\x08\0'],
    ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\n'],
  ])('is named: %s', async (what, start) => {
    await expect(checkPicture(blobOf(start + ' '.repeat(100)), 'photo.jpg')).rejects.toMatchObject({
      code: 'picture-unreadable',
      message: expect.stringMatching(
        new RegExp(`^photo\\.jpg is ${what}, which browsers do not decode.*: .+\\.$`),
      ) as string,
    });
  });

  it('that is empty is said to be', async () => {
    await expect(checkPicture(new Blob(), 'a.jpg')).rejects.toMatchObject({ code: 'picture-empty' });
  });
});
