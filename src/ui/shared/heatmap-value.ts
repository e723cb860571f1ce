/** What a heatmap says at one pixel, from the numbers of its explanation. */
import type { Explanation } from '../../pipeline/recipe/explanation.ts';
import type { Size } from '../../pipeline/types.ts';

/** A pixel's column and row, from 0. */
export type Pixel = readonly [x: number, y: number];

/** The pixel that a point lies in, given as fractions of width and height; undefined outside. */
export function pixelAt({ width, height }: Size, [x, y]: readonly [x: number, y: number]): Pixel | undefined {
  if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) return undefined;
  // The right and the lower edge belong to the last pixels.
  return [Math.min(width - 1, Math.floor(x * width)), Math.min(height - 1, Math.floor(y * height))];
}

/**
 * The value of the heatmap, 0…1, at the picture's own size: the raw map, bilinear with half-pixel centres, clamped at
 * the edges, then scaled from `minimum` and `maximum`.
 * @param pixel of a picture of this size
 */
export function heatmapValueAt(
  { map, minimum, maximum, empty }: Pick<Explanation, 'map' | 'minimum' | 'maximum' | 'empty'>,
  { width, height }: Size,
  [x, y]: Pixel,
): number {
  if (empty) return 0;
  const [left, right, across] = neighbours(map.width, width, x);
  const [top, bottom, down] = neighbours(map.height, height, y);
  // Of a map with negative values, the smallest is negative, unless they count as 0.
  const isRectified = minimum >= 0;
  const value = (column: number, row: number): number => {
    const raw = map.values[row * map.width + column] ?? Number.NaN;
    return isRectified ? Math.max(0, raw) : raw;
  };
  const upper = mix(value(left, top), value(right, top), across);
  const lower = mix(value(left, bottom), value(right, bottom), across);
  return Math.min(1, Math.max(0, (mix(upper, lower, down) - minimum) / (maximum - minimum)));
}

/** The two of `from` samples that one of `to` outputs lies between, and how far from the lower one. */
function neighbours(from: number, to: number, output: number): readonly [low: number, high: number, fraction: number] {
  const source = Math.min(Math.max(((output + 0.5) * from) / to - 0.5, 0), from - 1);
  const low = Math.floor(source);
  return [low, Math.min(low + 1, from - 1), source - low];
}

function mix(a: number, b: number, fraction: number): number {
  return a + (b - a) * fraction;
}
