/**
 * Boxes on the stored pixels of a picture → boxes on the picture as displayed. Source: CIPA DC-008 (Exif 2.32), tag
 * 0x0112.
 */
import type { Box } from './read-voc.ts';

/** Where row 0 and column 0 of the stored pixels are displayed: 1 top and left, 6 right and top, … */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** Size in pixels and orientation, as stored in a picture's file. */
export interface StoredPicture {
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
}

type Point = readonly [x: number, y: number];

/** By orientation, where a point of a picture w wide and h high is displayed. */
const shown: Readonly<Record<Orientation, (point: Point, w: number, h: number) => Point>> = {
  1: ([x, y]) => [x, y],
  2: ([x, y], w) => [w - x, y],
  3: ([x, y], w, h) => [w - x, h - y],
  4: ([x, y], _w, h) => [x, h - y],
  5: ([x, y]) => [y, x],
  6: ([x, y], _w, h) => [h - y, x],
  7: ([x, y], w, h) => [h - y, w - x],
  8: ([x, y], w) => [y, w - x],
};

export function turnBox([x0, y0, x1, y1]: Box, { width, height, orientation }: StoredPicture): Box {
  const [[ax, ay], [bx, by]] = [[x0, y0] as const, [x1, y1] as const].map((corner) =>
    shown[orientation](corner, width, height),
  ) as [Point, Point];
  return [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)];
}

/** Whether width and height are swapped. */
export function isSideways(orientation: Orientation): boolean {
  return orientation >= 5;
}
