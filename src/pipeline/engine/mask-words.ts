/** Converts masks and labels between packed forms and one number per pixel. */
import { noLabel } from './stage-chain.ts';
import { expectUpTo } from '../invariants.ts';
import { stripPixels, type Item } from './item-table.ts';

/** @returns [height, width], 1 where the mask is on */
export function unpackMask(item: Item, words: Uint32Array): Uint8Array {
  const { width, height, wordOffset, wordsPerRow } = item;
  expectUpTo(words, wordOffset + height * wordsPerRow, 'words of masks');
  return Uint8Array.from({ length: width * height }, (_, pixel) => {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    return (words[wordOffset + y * wordsPerRow + (x >> 5)]! >>> (x & 31)) & 1;
  });
}

/** The inverse of `unpackMask`; `words` must be 0. */
export function packMask(item: Item, mask: Uint8Array, words: Uint32Array): void {
  const { width, height, wordOffset, wordsPerRow } = item;
  expectUpTo(mask, width * height, 'pixels of a mask');
  expectUpTo(words, wordOffset + height * wordsPerRow, 'words of masks');
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      words[wordOffset + y * wordsPerRow + (x >> 5)]! |= mask[y * width + x]! << (x & 31);
    }
  }
}

/**
 * @param sparse labels of all heatmaps, at the first pixels of segments
 * @returns [height, width]
 */
export function spreadLabels(item: Item, words: Uint32Array, sparse: Uint32Array): Uint32Array {
  const mask = unpackMask(item, words);
  expectUpTo(sparse, item.pixelOffset + mask.length, 'labels');
  let label = noLabel;
  return Uint32Array.from(mask, (isOn, pixel) => {
    if (isOn === 0) return noLabel;
    const x = pixel % item.width;
    // A segment ends at a strip boundary.
    if (x % stripPixels === 0 || mask[pixel - 1] === 0) label = sparse[item.pixelOffset + pixel]!;
    return label;
  });
}
