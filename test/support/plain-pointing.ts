/** The pointing game and energy in the plainest words, one heatmap at a time: what the stage `pointing` is held to. */
import { peakInside } from '../../src/evaluation/pointing.ts';
import type { Box } from '../../src/evaluation/iou.ts';

export interface Heatmap {
  readonly width: number;
  readonly height: number;
  /** 0 … 1, row by row. */
  readonly values: ArrayLike<number>;
}

/**
 * The pointing game (Zhang et al., Top-down neural attention by excitation backprop, 2016): whether the heatmap's
 * maximum, the first in raster order, lies in a true box or, with a tolerance, no farther than that from one of its
 * pixels. A heatmap that is the same everywhere points nowhere.
 * @param boxes half-open, in the heatmap's pixels
 * @param tolerance in pixels
 */
export function pointsInside({ width, values }: Heatmap, boxes: readonly Box[], tolerance = 0): boolean {
  let [top, lowest] = [0, values[0]!];
  for (let i = 1; i < values.length; i++) {
    if (values[i]! > values[top]!) top = i;
    if (values[i]! < lowest) lowest = values[i]!;
  }
  return peakInside(values[top]! > lowest ? [top % width, Math.floor(top / width)] : null, boxes, tolerance);
}

/**
 * The energy-based pointing game (Wang et al., Score-CAM, 2020): the share of the heatmap's sum that lies inside the
 * union of the true boxes, 0 … 1. Values below 0 count as 0; a heatmap of zeros scores 0.
 * @param boxes half-open, in the heatmap's pixels
 */
export function energyInside({ width, height, values }: Heatmap, boxes: readonly Box[]): number {
  let [inside, all] = [0, 0];
  const isInside = new Uint8Array(width);
  for (let y = 0; y < height; y++) {
    isInside.fill(0);
    for (const [x0, y0, x1, y1] of boxes) {
      if (y >= y0 && y < y1) isInside.fill(1, Math.max(0, Math.ceil(x0)), Math.max(0, Math.ceil(x1)));
    }
    for (let x = 0; x < width; x++) {
      const value = Math.max(0, values[y * width + x]!);
      all += value;
      if (isInside[x] === 1) inside += value;
    }
  }
  return all === 0 ? 0 : inside / all;
}
