import { expect, it } from 'vitest';
import { areaUnderCurve, keptCurve, pixelCounts, placesOf } from '../../src/evaluation/curves.ts';

it.each([
  { name: 'constant', values: [0.4, 0.4, 0.4], area: 0.4 },
  { name: 'a straight fall', values: [1, 0.75, 0.5, 0.25, 0], area: 0.5 },
  { name: 'two values', values: [0.2, 0.8], area: 0.5 },
  { name: 'a drop at once: half a step', values: [1, 0, 0, 0, 0], area: 1 / 8 },
  { name: 'by hand: (0.9 + 0.1) / 2 + 0.5 + 0.3, in thirds', values: [0.9, 0.5, 0.3, 0.1], area: 1.3 / 3 },
])('$name', ({ values, area }) => expect(areaUnderCurve(values)).toBeCloseTo(area, 12));

it('keeps four digits of a curve', () => {
  expect(keptCurve(Float64Array.of(1, 0.12345, 1 / 3, 4.9e-5, 5.1e-5))).toEqual([1, 0.1235, 0.3333, 0, 0.0001]);
});

it('refuses a single value', () => expect(() => areaUnderCurve([1])).toThrow('it has 1'));

it.each([
  { name: 'highest first', values: [0.25, 1, 0, 0.5], places: [2, 0, 3, 1] },
  { name: 'equal ones in raster order', values: [0, 1, 0, 1, 0], places: [2, 0, 3, 1, 4] },
  { name: 'nothing to tell them apart', values: [0, 0, 0], places: [0, 1, 2] },
])('places of pixels: $name', ({ values, places }) => {
  expect([...placesOf(values)]).toEqual(places);
});

it('pixels of each step: equal parts, as far as pixels are whole', () => {
  expect(pixelCounts(224 * 224, 28)).toEqual(Array.from({ length: 29 }, (_, step) => 1792 * step));
  expect(pixelCounts(10, 4)).toEqual([0, 3, 5, 8, 10]);
  expect(pixelCounts(2, 4)).toEqual([0, 1, 1, 2, 2]);
});
