/** Does the heatmap point to the object? This needs no threshold. */
import type { Box } from './iou.ts';

/** The tolerance, in pixels, of the pointing game's authors. */
export const pointingTolerance = 15;

/**
 * The pointing game (Zhang et al., Top-down neural attention by excitation backprop, 2016): whether the heatmap's
 * maximum, the first in raster order, is in a true box or, with a tolerance, no farther than that from one of its
 * pixels. A uniform heatmap points nowhere.
 * @param peak the maximum's pixel; null if the heatmap is uniform
 * @param boxes half-open, in the heatmap's pixels
 * @param tolerance in pixels
 */
export function peakInside(
  peak: readonly [x: number, y: number] | null,
  boxes: readonly Box[],
  tolerance = 0,
): boolean {
  if (peak === null) return false;
  const [x, y] = peak;
  return boxes.some(([x0, y0, x1, y1]) => {
    if (x1 <= x0 || y1 <= y0) return false;
    return Math.hypot(Math.max(x0 - x, 0, x - (x1 - 1)), Math.max(y0 - y, 0, y - (y1 - 1))) <= tolerance;
  });
}
