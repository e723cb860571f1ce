/** Masks in every kind of PNG: which pixels are the object's, and what is refused. */
import { decode, encode, type ImageData } from 'fast-png';
import { zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { mostOfMask, readMask } from '../../src/datasets/read-mask.ts';
import { pngOf } from './support/png.ts';

const read = (bytes: Uint8Array<ArrayBuffer>, path = 'masks/a.png'): readonly number[] => [
  ...readMask(bytes, path, 'a.png in set').values,
];
const png = (image: ImageData): Uint8Array<ArrayBuffer> => new Uint8Array(encode(image));
const grey = (...data: number[]) => png({ width: data.length, height: 1, data: Uint8Array.from(data), channels: 1 });
const wide = (...data: number[]) =>
  png({ width: data.length, height: 1, data: Uint16Array.from(data), channels: 1, depth: 16 });
/** Colours of PASCAL VOC: black first. */
const palette = Array.from({ length: 256 }, (_, i) => [i, 0, 0]);
const indexed = (...indices: number[]) => pngOf({ width: indices.length, rows: [indices], depth: 8, palette });

describe('a mask', () => {
  it.each([
    ['255 or 0 in grey', grey(0, 255, 0, 255), [0, 1, 0, 1]],
    ['soft edges: 128 or more', grey(0, 64, 127, 128, 255), [0, 0, 0, 1, 1]],
    ['1 in grey', grey(0, 1, 0), [0, 1, 0]],
    ['classes in grey, up to 127', grey(0, 1, 127, 20), [0, 1, 1, 1]],
    ['a trimap: 1 the object, 2 the background, 3 ignored', grey(1, 2, 3, 1), [1, 0, 255, 1]],
    ['the object everywhere', grey(1, 1), [1, 1]],
    ['classes of a palette, 255 ignored', indexed(0, 1, 20, 255), [0, 1, 1, 255]],
    ['1 bit', pngOf({ width: 9, rows: [[0, 1, 0, 0, 0, 0, 0, 1, 1]], depth: 1 }), [0, 1, 0, 0, 0, 0, 0, 1, 1]],
    ['1 bit with a palette', pngOf({ width: 3, rows: [[1, 0, 1]], depth: 1, palette: palette.slice(0, 2) }), [1, 0, 1]],
    [
      '2 bits, rows that end inside a byte',
      pngOf({
        width: 3,
        rows: [
          [0, 3, 1],
          [0, 0, 2],
        ],
        depth: 2,
      }),
      [0, 1, 1, 0, 0, 1],
    ],
    ['4 bits', pngOf({ width: 3, rows: [[0, 15, 1]], depth: 4 }), [0, 1, 1]],
    ['soft edges in 16 bits: 32768 or more', wide(0, 1, 16384, 32767, 32768, 65535), [0, 0, 0, 0, 1, 1]],
    ['65535 or 0 in 16 bits', wide(0, 65535), [0, 1]],
    ['levels of 16 bits that do not reach the top', wide(0, 300, 32768), [0, 0, 1]],
    ['objects numbered in 16 bits, up to 32767', wide(0, 1, 255, 300, 32767), [0, 1, 1, 1, 1]],
    ['a trimap in 16 bits', wide(1, 2, 3, 1), [1, 0, 255, 1]],
    [
      'soft edges in 16 bits, as RGB and alpha',
      png({
        ...{ width: 2, height: 1, channels: 4, depth: 16 },
        data: Uint16Array.of(32767, 32767, 32767, 65535, 32768, 32768, 32768, 65535),
      }),
      [0, 1],
    ],
    ['grey and opaque', png({ width: 2, height: 1, data: Uint8Array.of(0, 255, 255, 255), channels: 2 }), [0, 1]],
    ['grey as RGB', png({ width: 2, height: 1, data: Uint8Array.of(0, 0, 0, 255, 255, 255), channels: 3 }), [0, 1]],
    [
      'grey as RGBA',
      png({ width: 2, height: 1, data: Uint8Array.of(0, 0, 0, 255, 200, 200, 200, 255), channels: 4 }),
      [0, 1],
    ],
  ])('of %s', (_, bytes, values) => {
    expect(read(bytes)).toEqual(values);
  });

  it('has classes in grey, and 255 ignored, in a folder of PASCAL VOC', () => {
    for (const folder of ['SegmentationClass', 'SegmentationClassAug']) {
      expect(read(grey(0, 1, 255, 20), `VOC2012/${folder}/a.png`)).toEqual([0, 1, 255, 1]);
    }
  });

  it('whose palette is all greys in order has levels, as without it, except in a folder of PASCAL VOC', () => {
    const greys = Array.from({ length: 256 }, (_, i) => [i, i, i]);
    const ramp = (...indices: number[]) => pngOf({ width: indices.length, rows: [indices], depth: 8, palette: greys });
    expect(read(ramp(0, 64, 128, 255))).toEqual([0, 0, 1, 1]);
    expect(read(ramp(0, 1, 255), 'SegmentationClass/a.png')).toEqual([0, 1, 255]);
    expect(() => read(ramp(0, 1, 20, 255))).toThrow('has the grey values 1, 20 and 255');
  });

  it.each([
    ['repeated, as image libraries widen samples', 257],
    ['in the high byte', 256],
  ])('of 8 bits is the same in 16, with each level %s', (_, factor) => {
    const levels = Array.from({ length: 256 }, (_, level) => level);
    expect(read(wide(...levels.map((level) => level * factor)))).toEqual(read(grey(...levels)));
  });

  it('has the size of its rows', () => {
    const rows = [
      [0, 1, 0],
      [1, 1, 0],
    ];
    expect(readMask(pngOf({ width: 3, rows, depth: 8 }), 'a.png', '')).toMatchObject({ width: 3, height: 2 });
  });

  it('does not depend on chunks that it does not need, such as a colour profile that the decoder would expand', () => {
    const chunks = [['iCCP', Uint8Array.of(97, 0, 0, 1, 2, 3)]] as const;
    const file = pngOf({ width: 2, rows: [[0, 1]], depth: 8, chunks });
    expect(() => decode(file)).toThrow();
    expect(read(file)).toEqual([0, 1]);
  });
});

const whole = grey(0, 255, 0, 255);
const flipped = (at: number): Uint8Array<ArrayBuffer> => whole.map((byte, i) => (i === at ? byte ^ 0x10 : byte));

describe('is refused:', () => {
  it.each([
    ['no PNG', new TextEncoder().encode('JFIF'), 'annotation-unreadable', 'it does not start as one'],
    ['an empty file', new Uint8Array(), 'annotation-unreadable', 'it does not start as one'],
    ['one that is cut off', whole.slice(0, -8), 'annotation-unreadable', 'it is cut off'],
    ['one that ends after its signature', whole.slice(0, 8), 'annotation-unreadable', 'it is cut off'],
    ['a damaged header', flipped(24), 'annotation-unreadable', 'not a valid PNG'],
    ['damaged data', flipped(45), 'annotation-unreadable', 'not a valid PNG'],
    ['a damaged length', flipped(33), 'annotation-unreadable', 'it is cut off'],
    [
      'less data than its header gives',
      pngOf({ width: 2, height: 5, rows: [[0, 1]], depth: 8 }),
      'annotation-unreadable',
      'does not have the size',
    ],
    [
      'more data than its header gives',
      pngOf({ width: 2, height: 1, rows: Array.from({ length: 9999 }, () => [0, 1]), depth: 8 }),
      'annotation-unreadable',
      'does not have the size',
    ],
    [
      'two headers',
      pngOf({
        width: 2,
        height: 1,
        rows: [[0, 255]],
        depth: 8,
        chunks: [['IHDR', Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 2, 8, 0, 0, 0, 0)]],
      }),
      'annotation-unreadable',
      'has two chunks IHDR',
    ],
    [
      'many pixels in few bytes',
      pngOf({ width: 2 ** 14, height: 2 ** 14, rows: [[1]], depth: 1 }),
      'limit-exceeded',
      '16384 × 16384 pixels',
    ],
    ['gigantic', pngOf({ width: 2 ** 20, height: 2 ** 20, rows: [[1]], depth: 8 }), 'limit-exceeded', '1048576 ×'],
    [
      'interlaced',
      new Uint8Array(encode({ width: 2, height: 1, data: Uint8Array.of(0, 255), channels: 1 }, { interlace: 'Adam7' })),
      'annotation-unreadable',
      'interlaced; save it without',
    ],
    ['only background', grey(0, 0), 'annotation-empty', 'has no pixel of an object'],
    ['only ignored', indexed(255, 0), 'annotation-empty', 'has no pixel of an object'],
    ['classes or levels', grey(0, 1, 20, 255), 'annotation-unreadable', 'has the grey values 1, 20 and 255'],
    [
      'classes or levels of 16 bits',
      wide(0, 1, 16383, 65535),
      'annotation-unreadable',
      'has the grey values 1, 16383 and 65535, .* levels\\. Save the object as 65535 and all else as 0',
    ],
    [
      'a palette that does not start with black',
      pngOf({
        width: 2,
        rows: [[0, 1]],
        depth: 8,
        palette: [
          [255, 255, 255],
          [0, 0, 0],
        ],
      }),
      'annotation-unreadable',
      'whose first colour is not black',
    ],
    [
      'colours',
      png({ width: 2, height: 1, data: Uint8Array.of(0, 0, 0, 255, 0, 0), channels: 3 }),
      'annotation-unreadable',
      'has coloured pixels',
    ],
    [
      'transparency',
      png({ width: 1, height: 1, data: Uint8Array.of(9, 9, 9, 0), channels: 4 }),
      'annotation-unreadable',
      'has transparent pixels',
    ],
  ] as const)('%s', (_, bytes, code, message) => {
    expect(() => read(bytes)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(new RegExp(`^a\\.png in set .*${message}`)) }),
    );
  });

  it('data that would expand beyond its header takes no memory for it', () => {
    const bomb = zlibSync(new Uint8Array(2 ** 26), { level: 9 });
    const before = process.memoryUsage().arrayBuffers;
    expect(() => read(pngOf({ width: 2, height: 1, rows: [], depth: 8, data: bomb }))).toThrow(
      'does not have the size',
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 26);
    expect(mostOfMask.bytes).toBeLessThanOrEqual(2 ** 28);
  });
});
