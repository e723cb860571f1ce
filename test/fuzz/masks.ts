/** Untrusted PNG masks: decoded, and the boxes of what they mark. */
import { encode } from 'fast-png';
import { unzlibSync, zlibSync } from 'fflate';
import { readMask } from '../../src/datasets/read-mask.ts';
import { CamLensError } from '../../src/errors.ts';
import { boxesOfMask } from '../../src/runs/true-mask.ts';
import { chunk, pngOf } from '../datasets/support/png.ts';
import { join } from '../datasets/support/tar-block.ts';
import type { Kind, Mutation } from './kind.ts';
import { byteMutations } from './mutate-bytes.ts';
import type { Random } from './random.ts';

/** The folder decides how values are read. */
const paths = ['masks/strange.png', 'SegmentationClass/strange.png', 'trimaps/strange.png'] as const;

type Chunk = readonly [type: string, content: Uint8Array];

/** Up to the first damage. */
function chunksOf(png: Uint8Array): Chunk[] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks: Chunk[] = [];
  for (let at = 8; at + 12 <= png.length;) {
    const length = view.getUint32(at);
    chunks.push([
      new TextDecoder('latin1').decode(png.subarray(at + 4, at + 8)),
      png.subarray(at + 8, at + 8 + length),
    ]);
    at += 12 + length;
  }
  return chunks;
}

/** With checksums that are right, so that the change gets as far as the pixels. */
function onChunks(change: (chunks: Chunk[], at: number, random: Random) => void): Mutation {
  return (input, random) => {
    const chunks = chunksOf(input);
    change(chunks, random.below(chunks.length), random);
    return join(input.subarray(0, 8), ...chunks.map(([type, content]) => Uint8Array.from(chunk(type, content))));
  };
}

const changeContent = onChunks((chunks, at, random) => {
  const [type, content] = chunks[at]!;
  chunks[at] = [type, random.pick(byteMutations)(content, random)];
});

const changeHeader = onChunks((chunks, _, random) => {
  const header = chunks[0]![1].slice();
  header[random.below(header.length)] = random.pick([0, 1, 2, 3, 4, 6, 8, 16, 255]);
  chunks[0] = ['IHDR', header];
});

/** Filters and samples, as many as the header says. */
const changePixels = onChunks((chunks, _, random) => {
  const at = chunks.findIndex(([type]) => type === 'IDAT');
  const before = unzlibSync(chunks[at]![1]);
  const after = new Uint8Array(before.length);
  after.set(random.pick(byteMutations)(before, random).subarray(0, before.length));
  chunks[at] = ['IDAT', zlibSync(after)];
});

const again = onChunks((chunks, at, random) => chunks.splice(random.below(chunks.length + 1), 0, chunks[at]!));
const drop = onChunks((chunks, at) => chunks.splice(at, 1));
const insert = onChunks((chunks, at, random) => {
  const content = Uint8Array.from({ length: random.below(800) }, () => random.below(256));
  chunks.splice(at, 0, [random.pick(['PLTE', 'tRNS', 'IDAT', 'iCCP', 'acTL', 'IEND', '\0\0\0\0']), content]);
});

export const masks: Kind = {
  extension: '.png',
  sound: () => {
    const rows = Array.from({ length: 9 }, (_, y) => Array.from({ length: 13 }, (_, x) => Number(x > y)));
    const times = (factor: number) => rows.map((row) => row.map((value) => value * factor));
    const palette = [
      [0, 0, 0],
      [128, 0, 0],
      [0, 128, 0],
    ];
    return [
      pngOf({ width: 13, rows, depth: 1 }),
      pngOf({ width: 13, rows: times(2), depth: 2, palette }),
      pngOf({ width: 13, rows: times(15), depth: 4 }),
      pngOf({ width: 13, rows: times(255), depth: 8 }),
      pngOf({ width: 13, rows: times(2), depth: 8, palette, chunks: [['tRNS', Uint8Array.of(0)]] }),
      pngOf({ width: 13, rows: rows.map((row, y) => row.map((value) => (y === 0 ? 3 : value + 1))), depth: 8 }),
      pngOf({ width: 13, rows: times(9), depth: 4, palette: Array.from({ length: 16 }, (_, i) => [i, i, i]) }),
      ...[1, 2, 3, 4].map((channels) => greys(rows, channels, Uint8Array)),
      ...[1, 4].map((channels) => greys(rows, channels, Uint16Array)),
    ];
  },
  mutations: [changeContent, changeHeader, changePixels, changePixels, again, drop, insert],
  run: async (input) => {
    const outcomes = new Set<string>();
    for (const path of paths) {
      try {
        outcomes.add(judged(new Uint8Array(input), path));
      } catch (error) {
        if (!(error instanceof CamLensError) || error.code === 'internal') throw error;
        outcomes.add(error.code);
      }
    }
    return [...outcomes].sort().join(' or ');
  },
};

/** Grey pixels in one to four channels, of which an even one is opaque alpha. */
function greys(
  rows: readonly (readonly number[])[],
  channels: number,
  Samples: Uint8ArrayConstructor | Uint16ArrayConstructor,
): Uint8Array {
  const depth = Samples === Uint8Array ? 8 : 16;
  const most = 2 ** depth - 1;
  const data = Samples.from(
    rows
      .flat()
      .flatMap((value) =>
        Array.from({ length: channels }, (_, i) => (channels % 2 === 0 && i === channels - 1 ? most : value * most)),
      ),
  );
  return encode({ width: 13, height: 9, data, channels, depth });
}

/** @throws Error if what is read is no mask */
function judged(input: Uint8Array<ArrayBuffer>, path: string): string {
  const mask = readMask(input, path, path);
  const { width, height, values } = mask;
  if (values.length !== width * height) throw new Error(`${values.length} values are not ${width} × ${height}.`);
  if (!values.every((value) => value === 0 || value === 1 || value === 255)) throw new Error('A value means nothing.');
  const boxes = boxesOfMask(mask);
  if (boxes.length === 0) throw new Error('A mask without a box went by.');
  for (const [x0, y0, x1, y1] of boxes) {
    if (!(x0 >= 0 && y0 >= 0 && x0 < x1 && y0 < y1 && x1 <= width && y1 <= height))
      throw new Error('A box leaves its picture.');
  }
  return 'read';
}
