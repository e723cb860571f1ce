/** ROAD's noise and means; the imputation is a stage, and is tested as one. */
import { expect, test } from 'vitest';
import { gaussianNoise, removedTenths, roadValues } from '../../src/evaluation/road.ts';

test('means leave out the whole picture, curves begin with it', () => {
  const most = removedTenths.map((tenths) => (10 - tenths) / 10);
  const least = removedTenths.map(() => 0.9);
  const values = roadValues(1, most, least);
  expect(values.most).toBeCloseTo(0.5, 14);
  expect(values.least).toBeCloseTo(0.9, 14);
  expect(values.mostCurve).toEqual([1, ...most]);
  expect(values.leastCurve).toEqual([1, ...least]);
});

test('noise has the moments of a normal distribution, by channel, and a seed draws the same', () => {
  const noise = gaussianNoise(10_000, [1, 0, 0.5], 7);
  const moment = (channel: number, power: number): number =>
    noise.subarray(channel * 10_000, (channel + 1) * 10_000).reduce((sum, value) => sum + value ** power, 0) / 10_000;
  // Bounds of five standard errors.
  expect(Math.abs(moment(0, 1))).toBeLessThan(0.05);
  expect(Math.abs(moment(0, 2) - 1)).toBeLessThan(5 * Math.sqrt(2e-4));
  expect(Math.abs(moment(0, 4) - 3)).toBeLessThan(5 * Math.sqrt(96e-4));
  expect(moment(1, 2)).toBe(0);
  expect(Math.abs(moment(2, 2) - 0.25)).toBeLessThan(5 * 0.25 * Math.sqrt(2e-4));
  expect(gaussianNoise(10, [1], 7)).toEqual(gaussianNoise(10, [1], 7));
  expect(gaussianNoise(10, [1], 7)).not.toEqual(gaussianNoise(10, [1], 8));
});
