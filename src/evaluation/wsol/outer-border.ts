/**
 * Follows the outer border of one component (Suzuki and Abe, Topological structural analysis of digitized binary images
 * by border following, 1985, algorithm 1, step 3) and takes the area of the polygon through the border's pixel centres,
 * as OpenCV's contourArea of findContours does: a line or a single pixel has area 0, a 2 × 2 square 1.
 */
import type { ScoreMap } from './score-map.ts';

/**
 * Twice the area, a whole number, of the polygon of a component's outer border; holes are part of it.
 * @param level the component is one of {value > level}, 8-connected
 * @param first raster index of the component's first pixel, in the map without its rim
 */
export function doubledOuterArea({ values, width }: RimmedMap, level: number, first: number): number {
  // The eight neighbours, counterclockwise on the screen from the right.
  const steps = [1, 1 - width, -width, -width - 1, -1, width - 1, width, width + 1];
  const inner = width - 2;
  const start = (Math.floor(first / inner) + 1) * width + (first % inner) + 1;

  // Clockwise from the left, where nothing can be, to the first neighbour: the border's last pixel.
  let direction = 4;
  while (values[start + steps[direction]!]! <= level) {
    direction = (direction + 7) % 8;
    if (direction === 4) return 0;
  }
  const last = start + steps[direction]!;

  let [pixel, doubled] = [start, 0];
  let [x, y] = [0, 0];
  for (;;) {
    // Counterclockwise from the pixel we came from.
    do direction = (direction + 1) & 7;
    while (values[pixel + steps[direction]!]! <= level);
    const next = pixel + steps[direction]!;
    const [across, down] = [dx[direction]!, dy[direction]!];
    doubled += x * down - y * across;
    if (next === start && pixel === last) return Math.abs(doubled);
    pixel = next;
    x += across;
    y += down;
    direction = (direction + 4) & 7;
  }
}

const dx = [1, 1, 0, -1, -1, -1, 0, 1];
const dy = [0, -1, -1, -1, 0, 1, 1, 1];

/** A map with a pixel of 0 on every side, so that no border leads out of it. */
export type RimmedMap = ScoreMap & { readonly rim: 1 };

export function withRim({ values, width, height }: ScoreMap): RimmedMap {
  const rimmed = new Uint8Array((width + 2) * (height + 2));
  for (let y = 0; y < height; y++) rimmed.set(values.subarray(y * width, (y + 1) * width), (y + 1) * (width + 2) + 1);
  return { values: rimmed, width: width + 2, height: height + 2, rim: 1 };
}
