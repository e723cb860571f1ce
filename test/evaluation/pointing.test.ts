import { describe, expect, it } from 'vitest';
import { pointingTolerance } from '../../src/evaluation/pointing.ts';
import { energyInside, pointsInside } from '../support/plain-pointing.ts';

/** The maximum at (6, 2) of 8 × 4. */
const peak = { width: 8, height: 4, values: Float32Array.from({ length: 32 }, (_, i) => (i === 22 ? 1 : i / 100)) };

describe('pointsInside', () => {
  it.each([
    { name: 'in the box', boxes: [[5, 1, 7, 3]], tolerance: 0, hit: true },
    { name: 'on its last pixel', boxes: [[0, 0, 7, 3]], tolerance: 0, hit: true },
    { name: 'on its half-open edge, which is outside', boxes: [[0, 0, 6, 4]], tolerance: 0, hit: false },
    { name: 'one pixel away, with one of tolerance', boxes: [[0, 0, 6, 4]], tolerance: 1, hit: true },
    { name: '3 left and 2 up of it are farther than 3.5', boxes: [[0, 0, 4, 1]], tolerance: 3.5, hit: false },
    { name: 'and no farther than 3.61', boxes: [[0, 0, 4, 1]], tolerance: 3.61, hit: true },
    { name: 'in the second box', boxes: [[0, 0, 1, 1], [6, 2, 7, 3]], tolerance: 0, hit: true }, // prettier-ignore
    { name: 'in an empty box', boxes: [[6, 2, 6, 3]], tolerance: 2, hit: false },
    { name: 'without boxes', boxes: [], tolerance: 99, hit: false },
  ] as const)('$name', ({ boxes, tolerance, hit }) => expect(pointsInside(peak, boxes, tolerance)).toBe(hit));

  it('takes the first of equal maxima, and nothing of a heatmap that is the same everywhere', () => {
    const two = { width: 3, height: 1, values: [0, 1, 1] };
    expect(pointsInside(two, [[1, 0, 2, 1]])).toBe(true);
    expect(pointsInside(two, [[2, 0, 3, 1]])).toBe(false);
    expect(pointsInside({ width: 3, height: 1, values: [0, 0, 0] }, [[0, 0, 3, 1]])).toBe(false);
  });

  it('has a tolerance of 15 pixels by name', () => expect(pointingTolerance).toBe(15));
});

describe('energyInside', () => {
  const heatmap = { width: 3, height: 2, values: [0.1, 0.2, 0.3, 0.4, 0.5, 0.5] };

  it.each([
    { name: 'one box', boxes: [[1, 0, 3, 1]], share: 0.5 / 2 },
    { name: 'boxes that overlap count once', boxes: [[0, 0, 2, 2], [1, 0, 2, 2]], share: 1.2 / 2 }, // prettier-ignore
    { name: 'a box past the picture', boxes: [[-5, -5, 50, 50]], share: 1 },
    { name: 'no box', boxes: [], share: 0 },
  ] as const)('$name', ({ boxes, share }) => expect(energyInside(heatmap, boxes)).toBeCloseTo(share, 12));

  it('counts negative values as 0, and scores 0 without any energy', () => {
    expect(energyInside({ width: 2, height: 1, values: [-4, 1] }, [[0, 0, 1, 1]])).toBe(0);
    expect(energyInside({ width: 2, height: 1, values: [-4, 1] }, [[1, 0, 2, 1]])).toBe(1);
    expect(energyInside({ width: 2, height: 1, values: [0, 0] }, [[0, 0, 2, 1]])).toBe(0);
  });
});
