import { describe, expect, it } from 'vitest';
import { contourBoxes } from '../../../src/evaluation/wsol/contour-boxes.ts';
import { resizeCubic } from '../../../src/evaluation/wsol/resize-cubic.ts';
import { quantise, scoreMap, scoreMapSize } from '../../../src/evaluation/wsol/score-map.ts';
import { boxesAt, openCv, runAt } from './opencv-boxes.ts';

describe('against OpenCV', () => {
  it.each(openCv.scoreMaps.map((expected, index) => ({ index, ...expected })))('map $index', (expected) => {
    const from = { width: expected.raw[0]!.length, height: expected.raw.length };
    const resized = resizeCubic(expected.raw.flat(), from, { width: scoreMapSize, height: scoreMapSize });
    for (const [row, values] of Object.entries(expected.resized)) {
      values.forEach((value, x) => expect(resized[Number(row) * scoreMapSize + x]).toBeCloseTo(value, 12));
    }

    const map = scoreMap(expected.raw.flat(), from);
    expect(map.values.reduce((sum, value) => sum + value, 0)).toBe(expected.sum);
    expect(map.values.reduce((sum, value, i) => sum + value * i, 0)).toBe(expected.weightedSum);

    const { largest, all } = contourBoxes(map);
    for (let level = 0; level < 255; level += 6) {
      const boxes = { level, largest: boxesAt(largest, level), all: boxesAt(all, level) };
      expect(boxes).toEqual({ level, ...runAt(expected.levels, level) });
    }
  });
});

describe('resizeCubic, by hand', () => {
  it('halves a step: taps at −1.5, −0.5, 0.5, 1.5 weigh −3/32, 19/32, 19/32, −3/32', () => {
    const values = resizeCubic([0, 0, 1, 1], { width: 4, height: 1 }, { width: 2, height: 1 });
    expect([...values]).toEqual([-3 / 32, 35 / 32]);
  });

  it('clamps at the borders', () => {
    // The first output of two lies a quarter left of the only two values' first: t = 0.75 past the clamped one.
    const t = 0.75;
    const kernel = (d: number): number =>
      d <= 1 ? 1.25 * d ** 3 - 2.25 * d ** 2 + 1 : -0.75 * (d ** 3 - 5 * d ** 2 + 8 * d - 4);
    const second = kernel(2 - t);
    const [first, last] = resizeCubic([0, 1], { width: 2, height: 1 }, { width: 4, height: 1 }).filter(
      (_, i) => i === 0 || i === 3,
    );
    expect(first).toBeCloseTo(second, 7);
    expect(last).toBeCloseTo(1 - second, 7);
  });

  it('leaves a map of the same size as it is', () => {
    const map = [3, 1, 4, 1, 5, 9];
    expect([...resizeCubic(map, { width: 3, height: 2 }, { width: 3, height: 2 })]).toEqual(map);
  });
});

describe('quantise', () => {
  it('stretches to 0 … 255 and truncates', () => {
    expect([...quantise(Float64Array.of(-1, 0, 0.99, 1))]).toEqual([0, 127, 253, 255]);
  });

  it.each([
    { name: 'constant', map: [2, 2, 2] },
    { name: 'NaN', map: [0, NaN, 1] },
    { name: 'infinite', map: [0, Infinity, 1] },
    { name: 'a range past the largest number', map: [-1.5e308, 0, 1.5e308] },
  ])('is all zeros: $name', ({ map }) => expect([...quantise(Float64Array.from(map))]).toEqual([0, 0, 0]));
});

describe('scoreMap', () => {
  it.each([
    { name: 'constant, though resizing it is not', values: [0.1, 0.1, 0.1, 0.1] },
    { name: 'with a NaN', values: [0, 1, NaN, 2] },
    { name: 'all NaN', values: [NaN, NaN, NaN, NaN] },
  ])('is all zeros for a map that is $name', ({ values }) => {
    const map = scoreMap(values, { width: 2, height: 2 });
    expect(map.values).toEqual(new Uint8Array(224 * 224));
  });
});
