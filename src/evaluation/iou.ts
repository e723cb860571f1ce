/** Intersection over union: how well a predicted box covers a true one, 0 (apart) … 1 (the same). */

/** [x0, y0, x1, y1), half-open, in pixels. */
export type Box = readonly [x0: number, y0: number, x1: number, y1: number];

/** Pixels in a half-open box; 0 if it is empty or inverted. */
export function boxArea([x0, y0, x1, y1]: Box): number {
  return Math.max(0, x1 - x0) * Math.max(0, y1 - y0);
}

/** Intersection over union of the areas of two half-open boxes; 0 if both are empty. */
export function iou(a: Box, b: Box): number {
  const shared = boxArea([Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])]);
  const together = boxArea(a) + boxArea(b) - shared;
  return together === 0 ? 0 : shared / together;
}

/**
 * A prediction's best IoU over several true boxes. No prediction (null) scores 0; without a true box the result is
 * undefined.
 */
export function bestIou(prediction: Box | null, truths: readonly Box[]): number | undefined {
  if (truths.length === 0) return undefined;
  return prediction === null ? 0 : Math.max(...truths.map((truth) => iou(prediction, truth)));
}
