/** Which part of a picture is shown: a rectangle of the picture's own shape. */
import type { Point } from './point.ts';

export interface Zoom {
  /** 1: the whole picture, up to `largestScale`. */
  readonly scale: number;
  /** The upper left corner of what is shown, as fractions of width and height, 0…1 − 1/scale. */
  readonly corner: Point;
}

export const wholePicture: Zoom = { scale: 1, corner: [0, 0] };

/** Where a visitor looks in a picture. */
export interface Inspected {
  /** As fractions of the picture's width and height; undefined: none. */
  readonly point: Point | undefined;
  readonly zoom: Zoom;
}

export const uninspected: Inspected = { point: undefined, zoom: wholePicture };

export const largestScale = 16;
/** One press of a key or button. */
export const zoomStep = 1.5;

/** The point of the picture at a place of the view, both as fractions of width and height. */
export function pointAt({ scale, corner: [left, top] }: Zoom, [x, y]: Point): Point {
  return [left + x / scale, top + y / scale];
}

/** The inverse of `pointAt`. */
export function placeOf({ scale, corner: [left, top] }: Zoom, [x, y]: Point): Point {
  return [(x - left) * scale, (y - top) * scale];
}

/** @param kept the point of the picture that keeps its place, as far as the edges allow */
export function zoomedBy(factor: number, zoom: Zoom, kept: Point): Zoom {
  const scale = Math.min(largestScale, Math.max(1, zoom.scale * factor));
  const [x, y] = placeOf(zoom, kept);
  return { scale, corner: within(scale, [kept[0] - x / scale, kept[1] - y / scale]) };
}

/** @param by fractions of the view's width and height; positive: the picture moves right and down */
export function movedView({ scale, corner: [left, top] }: Zoom, [dx, dy]: Point): Zoom {
  return { scale, corner: within(scale, [left - dx / scale, top - dy / scale]) };
}

/** The nearest view that shows the point. */
export function showing(zoom: Zoom, point: Point): Zoom {
  const beyond = (place: number): number => Math.max(0, place - 1) + Math.min(0, place);
  const [x, y] = placeOf(zoom, point);
  return movedView(zoom, [-beyond(x), -beyond(y)]);
}

function within(scale: number, [left, top]: Point): Point {
  const most = 1 - 1 / scale;
  return [Math.min(most, Math.max(0, left)), Math.min(most, Math.max(0, top))];
}
