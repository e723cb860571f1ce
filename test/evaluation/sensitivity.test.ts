import { expect, test } from 'vitest';
import { relativeDistance } from '../../src/evaluation/sensitivity.ts';

test('the distance of two maps, relative to the first', () => {
  expect(relativeDistance([3, 4], [3, 4])).toBe(0);
  expect(relativeDistance([3, 4], [6, 8])).toBeCloseTo(1, 14);
  expect(relativeDistance([3, 4], [3, -1])).toBeCloseTo(1, 14);
  expect(relativeDistance([30, 40], [30, -10])).toBeCloseTo(1, 14);
  expect(relativeDistance([0, 0], [1, 0])).toBeUndefined();
});
