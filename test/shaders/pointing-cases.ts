/** Heatmaps at their own size with true boxes, for the stage `pointing`. */
import { randomFrom, randomValues } from '../support/random.ts';

export interface PointingCase {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** [height, width], raw. */
  readonly map: readonly number[];
  readonly boxes: readonly (readonly [number, number, number, number])[];
}

function random(width: number, height: number, seed: number): number[] {
  return Array.from(randomValues(width * height, 1, randomFrom(seed)));
}

/** Zero but for these pixels. */
function peaks(width: number, height: number, ...places: readonly (readonly [x: number, y: number])[]): number[] {
  const map = new Array<number>(width * height).fill(0);
  for (const [x, y] of places) map[y * width + x] = 3;
  return map;
}

const tie = peaks(200, 150, [190, 10], [3, 80], [3, 149]);

export const pointingCases: readonly PointingCase[] = [
  { name: 'one pixel', width: 1, height: 1, map: [2], boxes: [[0, 0, 1, 1]] },
  { name: 'two pixels', width: 2, height: 1, map: [-1, 4], boxes: [[1, 0, 2, 1]] },
  { name: 'the same everywhere', width: 70, height: 65, map: Array<number>(4550).fill(0.3), boxes: [[0, 0, 70, 65]] },
  { name: 'ties, the first outside', width: 200, height: 150, map: tie, boxes: [[0, 70, 50, 150]] },
  { name: 'ties, the first inside', width: 200, height: 150, map: tie, boxes: [[180, 0, 191, 11]] },
  { name: 'ties in one column', width: 3, height: 200, map: peaks(3, 200, [1, 60], [1, 70], [1, 199]), boxes: [[0, 0, 3, 61]] }, // prettier-ignore
  { name: 'a maximum that is 0, above negative values', width: 5, height: 5, map: [...random(5, 4, 1).map((v) => -Math.abs(v) - 0.1), -0.5, 0, 0, -0, -1], boxes: [[1, 4, 2, 5]] }, // prettier-ignore
  { name: 'a box whose last pixel is the maximum', width: 64, height: 64, map: peaks(64, 64, [63, 63]), boxes: [[10, 10, 64, 64]] }, // prettier-ignore
  { name: 'a box whose half-open edge is the maximum', width: 64, height: 64, map: peaks(64, 64, [40, 63]), boxes: [[10, 10, 40, 64]] }, // prettier-ignore
  { name: 'no box', width: 33, height: 20, map: random(33, 20, 2), boxes: [] },
  { name: 'an empty and a turned box', width: 33, height: 20, map: random(33, 20, 3), boxes: [[4, 4, 4, 9], [9, 9, 4, 4]] }, // prettier-ignore
  { name: 'boxes that overlap', width: 65, height: 129, map: random(65, 129, 4), boxes: [[3, 5, 40, 90], [20, 60, 65, 129], [0, 0, 1, 1]] }, // prettier-ignore
  { name: 'a box beyond every edge', width: 63, height: 65, map: random(63, 65, 5), boxes: [[-10, -10, 500, 500]] },
  { name: 'boxes quite outside', width: 63, height: 65, map: random(63, 65, 6), boxes: [[-10, 0, -1, 65], [63, 0, 90, 65]] }, // prettier-ignore
  { name: 'boxes with fractions', width: 500, height: 375, map: random(500, 375, 7), boxes: [[10.2, 20.7, 300.5, 200.01], [300.99, 0, 301.01, 375]] }, // prettier-ignore
  { name: 'a photo', width: 500, height: 375, map: random(500, 375, 8), boxes: [[100, 50, 400, 300]] },
];
