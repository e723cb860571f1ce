/** Heatmaps and masks, cut into runs: neighbours in a row that reach the same thresholds. */
import { expectUpTo } from '../../invariants.ts';
import type { Size } from '../../types.ts';
import { GrowingInts } from './growing-ints.ts';

/** In raster order. Pixels that reach no threshold are in none. */
export interface Runs extends Size {
  /** How many thresholds there are. */
  readonly levels: number;
  /** [runs]: how many of them its pixels reach, 1 or more. */
  readonly level: Int32Array;
  /** [runs]: its first pixel, and the one behind its last, as raster indices. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** [height + 1]: the first run of each row. */
  readonly rows: readonly number[];
}

/**
 * @param heatmap width · height values, row-major; of a mask 0 and 1
 * @param cuts rising: what pixels have to reach
 */
export function runsOf(heatmap: ArrayLike<number>, { width, height }: Size, cuts: readonly number[]): Runs {
  const [level, starts, ends] = [new GrowingInts(), new GrowingInts(), new GrowingInts()];
  const rows: number[] = [];
  // What pixels of each level reach, and what they don't.
  const bounds = Float64Array.of(-Infinity, ...cuts, Infinity);
  let at = 0;
  for (let y = 0; y < height; y++) {
    rows.push(starts.length);
    const end = (y + 1) * width;
    for (let pixel = y * width; pixel < end;) {
      // Heatmaps are smooth: the level of a pixel is that of its neighbour, or near it.
      const value = heatmap[pixel]!;
      while (value >= bounds[at + 1]!) at++;
      while (value < bounds[at]!) at--;
      const [least, most] = [bounds[at]!, bounds[at + 1]!];
      const start = pixel++;
      while (pixel < end && heatmap[pixel]! >= least && heatmap[pixel]! < most) pixel++;
      if (at === 0) continue;
      level.push(at);
      starts.push(start);
      ends.push(pixel);
    }
  }
  rows.push(starts.length);
  return { width, height, levels: cuts.length, level: level.values, starts: starts.values, ends: ends.values, rows };
}

/** Where a mask lies among packed words, as `Item` says. */
interface PackedMask extends Size {
  readonly wordOffset: number;
  readonly wordsPerRow: number;
}

/**
 * The runs of a mask as shaders pack it: a bit for each pixel, the first the lowest.
 * @param words of all masks; the bits behind the end of a row are not looked at
 */
export function runsOfWords({ width, height, wordOffset, wordsPerRow }: PackedMask, words: Uint32Array): Runs {
  expectUpTo(words, wordOffset + height * wordsPerRow, 'words of masks');
  const [level, starts, ends] = [new GrowingInts(), new GrowingInts(), new GrowingInts()];
  const rows: number[] = [];
  for (let y = 0; y < height; y++) {
    rows.push(starts.length);
    const [first, end] = [y * width, (y + 1) * width];
    // Where the run under way begins; −1 between runs.
    let start = -1;
    for (let i = 0; i < wordsPerRow; i++) {
      const word = words[wordOffset + y * wordsPerRow + i]!;
      if (word === (start < 0 ? 0 : 0xffffffff)) continue;
      // Of the bits from here on those that differ from what came before.
      for (let bit = 0; bit < 32; bit++) {
        const rest = (start < 0 ? word : ~word) >>> bit;
        if (rest === 0) break;
        bit += 31 - Math.clz32(rest & -rest);
        const pixel = first + 32 * i + bit;
        if (pixel >= end) break;
        if (start < 0) {
          start = pixel;
          continue;
        }
        starts.push(start);
        ends.push(pixel);
        level.push(1);
        start = -1;
      }
    }
    if (start < 0) continue;
    starts.push(start);
    ends.push(end);
    level.push(1);
  }
  rows.push(starts.length);
  return { width, height, levels: 1, level: level.values, starts: starts.values, ends: ends.values, rows };
}
