/** IoU as in the "wsol" protocol: corners are pixels, and both belong to the box. */
import type { Box } from '../iou.ts';
import type { LevelBox } from './contour-boxes.ts';
import { levelCount } from './level-components.ts';
import type { Size } from './resize-cubic.ts';
import { scoreMapSize } from './score-map.ts';

/** The prediction if no contour is found. */
const nothing: Box = [0, 0, 0, 0];

const square: Size = { width: scoreMapSize, height: scoreMapSize };

/**
 * A true box of a picture in the coordinates of the score map: scaled and truncated. The protocol uses the annotation's
 * numbers unchanged, whether or not its authors counted the last column (metadata of clovaai/wsolevaluation: ImageNet's
 * xmax, the x + width of CUB), but none beyond the picture's last pixel (evaluation_test.py there).
 */
export function toScoreMap([x0, y0, x1, y1]: Box, picture: Size, to: Size = square): Box {
  const scaled = (corner: number, from: number, into: number): number =>
    Math.trunc((Math.min(corner, from - 1) * into) / from);
  const across = (x: number): number => scaled(x, picture.width, to.width);
  const down = (y: number): number => scaled(y, picture.height, to.height);
  return [across(x0), down(y0), across(x1), down(y1)];
}

/** Intersection over union of two boxes that include their last column and row: the IoU of a point with itself is 1. */
export function inclusiveIou(a: Box, b: Box): number {
  const span = (from: number, to: number): number => Math.max(0, to - from + 1);
  const shared = span(Math.max(a[0], b[0]), Math.min(a[2], b[2])) * span(Math.max(a[1], b[1]), Math.min(a[3], b[3]));
  const area = (box: Box): number => span(box[0], box[2]) * span(box[1], box[3]);
  const together = area(a) + area(b) - shared;
  return together === 0 ? 0 : shared / together;
}

/**
 * The best IoU of any predicted box with any true box, at each of the 255 levels.
 * @param truths one or more, in the coordinates of the score map
 */
export function bestIouByLevel(predictions: readonly LevelBox[], truths: readonly Box[]): Float64Array {
  const best = new Float64Array(levelCount).fill(-1);
  const against = (box: Box): number => truths.reduce((most, truth) => Math.max(most, inclusiveIou(box, truth)), 0);
  for (const { lowest, highest, box } of predictions) {
    const iou = against(box);
    for (let level = lowest; level <= highest; level++) if (iou > best[level]!) best[level] = iou;
  }
  const withoutContour = against(nothing);
  return best.map((iou) => (iou < 0 ? withoutContour : iou));
}
