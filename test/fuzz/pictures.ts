/** Untrusted picture files: reading their headers, before a browser decodes them. */
import { readFileSync, readdirSync } from 'node:fs';
import { checkPicture, pictureLimits } from '../../src/pipeline/picture/header/check-picture.ts';
import { join } from '../datasets/support/tar-block.ts';
import { bmp, gif, jpeg, png, webp, webpWithExif } from '../pipeline/picture/header/made-pictures.ts';
import type { Kind, Mutation } from './kind.ts';
import { byteMutations } from './mutate-bytes.ts';

const fixtures = 'test/fixtures/pictures';

/** Most of what is read stands in front. */
const headBytes = 400;

/** Changes of the beginning alone. */
const inHead = byteMutations.map(
  (mutate): Mutation =>
    (input, random) =>
      join(mutate(input.subarray(0, headBytes), random), input.subarray(headBytes)),
);

export const pictures: Kind = {
  extension: '.bin',
  sound: () => {
    const files = readdirSync(fixtures).filter((name) => /\.(jpg|png|webp|gif|avif)$/.test(name));
    return [
      ...files.map((name) => new Uint8Array(readFileSync(`${fixtures}/${name}`)).slice(0, 20_000)),
      ...[jpeg(70, 50, 8, 100_000), png(70, 50, 3), webp('lossy', 30, 20), webp('lossless', 30, 20)],
      ...[webpWithExif(30, 20, 7), gif(30, 20, [40, 10]), bmp(9, -6)],
    ].filter(({ length }) => length > 0);
  },
  mutations: inHead,
  run: async (input) => {
    const { format, size, orientation } = await checkPicture(new Blob([new Uint8Array(input)]), 'strange.jpg');
    const { width, height } = size ?? { width: 1, height: 1 };
    const isSize = [width, height].every((side) => Number.isInteger(side) && side >= 1 && side <= pictureLimits.side);
    if (!isSize || width * height > pictureLimits.pixels) throw new Error(`${width} × ${height} was let through.`);
    if (!(orientation >= 1 && orientation <= 8)) throw new Error(`${String(orientation)} is no orientation.`);
    return format;
  },
};
