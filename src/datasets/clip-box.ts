import type { Box } from './read-voc.ts';

/** The part of the box inside a picture of this size; empty or inverted if there is none. */
export function clipBox([x0, y0, x1, y1]: Box, { width, height }: { width: number; height: number }): Box {
  return [Math.max(0, x0), Math.max(0, y0), Math.min(width, x1), Math.min(height, y1)];
}

export function isEmpty([x0, y0, x1, y1]: Box): boolean {
  return !(x0 < x1 && y0 < y1);
}
