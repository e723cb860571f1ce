import { expect, it } from 'vitest';
import { commonRange, nearestPoint } from '../../../src/ui/evaluate/nearest-point.ts';

const places = [
  { x: 0, y: 0 },
  { x: 3, y: 4 },
  { x: 3, y: 4 },
];

it.each([
  [{ x: 1, y: 1 }, 14, 0],
  [{ x: 3, y: 5 }, 14, 1],
  // The first is exactly 5 away.
  [{ x: -5, y: 0 }, 5, 0],
  [{ x: -5, y: 0 }, 4.9, undefined],
] as const)('the point nearest to %j within %d is %s', (at, most, found) => {
  expect(nearestPoint(places, at, most)).toBe(found);
});

it('a range holds all values, and is 0 … 1 for shares', () => {
  expect(commonRange([0.2, 0.4])).toEqual([0, 1]);
  // A twentieth of 4 more on each side.
  expect(commonRange([-1, 3])).toEqual([-1.2, 3.2]);
  expect(commonRange([7, 7])).toEqual([6.95, 7.05]);
});
