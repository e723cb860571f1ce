import { describe, expect, test } from 'vitest';
import { addNoise } from '../support/references/add-noise.ts';
import { blur } from '../support/references/blur.ts';
import { erase } from '../support/references/erase.ts';
import { replacePixels } from '../support/references/replace-pixels.ts';
import { scale } from '../support/references/scale.ts';

test('erase: a box of channels, rows and columns of the second entry', () => {
  const tensor = [...Array<number>(12).fill(100), ...Array.from({ length: 12 }, (_, i) => i + 1)];
  const boxes = [0, 2, 1, 2, 0, 2, 1, 2, 0, 2, 0, 3, 0, 2, 0, 2, 3, 3];
  expect([...erase(tensor, boxes, { entry: 1, channels: 2, positions: 6, width: 3 })]).toEqual(
    // prettier-ignore
    [
      1, 2, 3, 0, 0, 6, 7, 8, 9, 0, 0, 12,
      1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0,
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
    ],
  );
});

test('scale: the second entry times each factor', () => {
  expect([...scale([9, 9, 1, -2], [0, 0.5, 3], { entry: 1, size: 2 })]).toEqual([0, -0, 0.5, -1, 3, -6]);
});

test('replace-pixels: so many of both channels, in the order of their places', () => {
  const [before, after, places] = [
    [1, 2, 3, 4, 5, 6, 7, 8],
    [-1, -2, -3, -4, -5, -6, -7, -8],
    [2, 0, 3, 1],
  ];
  expect([...replacePixels(before, after, places, [0, 1, 3, 4])]).toEqual(
    // prettier-ignore
    [
      1, 2, 3, 4, 5, 6, 7, 8,
      1, -2, 3, 4, 5, -6, 7, 8,
      -1, -2, 3, -4, -5, -6, 7, -8,
      -1, -2, -3, -4, -5, -6, -7, -8,
    ],
  );
});

test('blur: a point becomes the kernel across times the kernel down, cut off at the edges', () => {
  // Of the second entry: in its first channel a point in a corner, in its second one further in.
  const tensor = Array.from({ length: 48 }, (_, i) => Number(i === 24 || i === 24 + 12 + 5));
  expect([...blur(tensor, [4, 2, 1], { entry: 1, channels: 2, positions: 12, width: 4 })]).toEqual(
    // prettier-ignore
    [
      4, 8, 0, 0,
      8, 16, 0, 0,
      0, 0, 0, 0,

      1, 2, 4, 0,
      2, 4, 8, 0,
      4, 8, 16, 0,
    ],
  );
});

describe('add-noise', () => {
  const noise = (parameters: Partial<Parameters<typeof addNoise>[1]> = {}): Float64Array =>
    addNoise(new Float64Array(10_000), {
      ...{ entry: 0, size: 10_000, copies: 1, first: 0, seed: 1, sigma: 1 },
      ...parameters,
    });
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const moment = (values: Float64Array, power: number): number => mean(values.map((value) => value ** power));

  // With 10,000 samples, bounds of five standard errors.
  test.each([0, 1, 24])('sample %i has the moments of a normal distribution', (first) => {
    const values = noise({ first });
    expect(Math.abs(mean(values))).toBeLessThan(0.05);
    expect(Math.abs(moment(values, 2) - 1)).toBeLessThan(5 * Math.sqrt(2e-4));
    expect(Math.abs(moment(values, 4) - 3)).toBeLessThan(5 * Math.sqrt(96e-4));
  });

  test.each([
    ['samples', { first: 1 }],
    ['seeds', { seed: 2 }],
  ])('%s do not depend on each other', (_, parameters) => {
    const other = noise(parameters);
    expect(Math.abs(mean(noise().map((value, i) => value * other[i]!)))).toBeLessThan(0.05);
  });

  test('neighbouring elements do not depend on each other', () => {
    const values = noise();
    expect(Math.abs(mean(values.slice(1).map((value, i) => value * values[i]!)))).toBeLessThan(0.05);
  });

  test('is added to the entry, sigma times', () => {
    const tensor = Float64Array.from({ length: 12 }, (_, i) => i);
    const parameters = { entry: 1, size: 6, copies: 2, first: 3, seed: 5 };
    const plain = noise({ ...parameters, entry: 0 });
    const noisy = addNoise(tensor, { ...parameters, sigma: 0.25 });
    noisy.forEach((value, i) => expect(value).toBeCloseTo(6 + (i % 6) + 0.25 * plain[i]!, 12));
    expect([...addNoise(tensor, { ...parameters, sigma: 0 })]).toEqual([6, 7, 8, 9, 10, 11, 6, 7, 8, 9, 10, 11]);
  });

  test('a sample is the same in whatever batch it comes', () => {
    const whole = noise({ size: 50, copies: 5, first: 0 });
    expect([...noise({ size: 50, copies: 2, first: 3 })]).toEqual([...whole.subarray(150)]);
  });
});
