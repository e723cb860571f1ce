/** A raw map → the 8-bit score map in which the "wsol" protocol looks for boxes. */
import { resizeCubic, type Size } from './resize-cubic.ts';

/** Width and height, in pixels, at which the protocol measures every picture. */
export const scoreMapSize = 224;

/** Values 0 … 255, row by row; at least one is 255, or all are 0. */
export interface ScoreMap extends Size {
  readonly values: Uint8Array;
}

/**
 * Resizes a raw, signed map to 224 × 224 (bicubic), stretches it to 0 … 1 and cuts it to 8 bits. A map that is uniform
 * or contains a non-finite number becomes all zeros, in which no box is found.
 * @param map [height, width], row by row
 */
export function scoreMap(map: ArrayLike<number>, from: Size): ScoreMap {
  const to = { width: scoreMapSize, height: scoreMapSize };
  // Resizing a uniform map leaves differences of 1e-16, which stretching would turn into a pattern.
  const isConstant = Array.prototype.every.call(map, (value: number) => value === map[0]);
  const values = isConstant ? new Uint8Array(to.width * to.height) : quantise(resizeCubic(map, from, to));
  return { ...to, values };
}

/** Min-max to 0 … 1, times 255, truncated; all zeros where there is no range, or no finite one. */
export function quantise(map: Float64Array): Uint8Array {
  let [minimum, maximum] = [Infinity, -Infinity];
  for (const value of map) {
    // Comparisons with NaN are false, so NaN needs its own check.
    if (!Number.isFinite(value)) return new Uint8Array(map.length);
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  const range = maximum - minimum;
  if (!(range > 0 && range < Infinity)) return new Uint8Array(map.length);
  const values = new Uint8Array(map.length);
  for (let i = 0; i < map.length; i++) values[i] = Math.trunc(((map[i]! - minimum) / range) * 255);
  return values;
}
