import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanInterval, meanIntervals, pairedDifference, quantile } from '../../src/evaluation/bootstrap.ts';
import { mean } from '../../src/evaluation/mean.ts';
import { randomIndices } from '../../src/random.ts';
import { randomFrom } from '../support/random.ts';

const values = [0.1, 0.9, 0.4, 0.35, 0.8, 0.05, 0.6];

describe('randomIndices', () => {
  it('gives the numbers of an independent sfc32, on every machine', () => {
    const draw = randomIndices(1);
    expect(Array.from({ length: 8 }, () => draw(1000))).toEqual([468, 435, 397, 414, 471, 386, 635, 967]);
  });

  it('gives every index its share', () => {
    const draw = randomIndices(5);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[draw(10)]! += 1;
    // Within five standard deviations, √(100,000 · 0.1 · 0.9) = 95, of 10,000.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(475);
  });
});

describe('meanInterval', () => {
  it("is that of an independent bootstrap (numpy's percentile of the same draws)", () => {
    const [low, high] = meanInterval(values);
    expect(low).toBeCloseTo(0.23571429, 8);
    expect(high).toBeCloseTo(0.69285714, 8);
    const other = meanInterval(values, { resamples: 500, seed: 7, confidence: 0.9 });
    expect(other[0]).toBeCloseTo(0.27142857, 8);
    expect(other[1]).toBeCloseTo(0.64285714, 8);
  });

  it('is ± 1.96 standard errors for many values', () => {
    const random = randomFrom(3);
    const many = Array.from({ length: 400 }, () => random());
    const centre = mean(many);
    const deviation = Math.sqrt(mean(many.map((value) => (value - centre) ** 2)));
    const expected = (1.96 * deviation) / Math.sqrt(many.length);
    const [low, high] = meanInterval(many, { resamples: 4000 });
    expect(Math.abs((centre - low) / expected - 1)).toBeLessThan(0.06);
    expect(Math.abs((high - centre) / expected - 1)).toBeLessThan(0.06);
  });

  it('holds the mean of shares, has no width for equal values, and is the same every time', () => {
    expect(meanInterval([0.3, 0.3, 0.3]).map((bound) => Number(bound.toFixed(12)))).toEqual([0.3, 0.3]);
    expect(meanInterval([1])).toEqual([1, 1]);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 30 }), (hits) => {
        const [low, high] = meanInterval(hits, { resamples: 200 });
        expect(low).toBeLessThanOrEqual(mean(hits));
        expect(high).toBeGreaterThanOrEqual(mean(hits));
        expect(meanInterval(Float64Array.from(hits), { resamples: 200 })).toEqual([low, high]);
      }),
    );
  });

  it('refuses no values', () => expect(() => meanInterval([])).toThrow('at least one picture'));
});

describe('meanIntervals', () => {
  it('gives each statistic what it gets alone', () => {
    const found = values.map((value) => Number(value >= 0.5));
    expect(meanIntervals({ iou: values, found }, { resamples: 300 })).toEqual({
      iou: meanInterval(values, { resamples: 300 }),
      found: meanInterval(found, { resamples: 300 }),
    });
  });
});

describe('pairedDifference', () => {
  it('is the interval of the differences, so that what both share drops out', () => {
    const better = values.map((value) => value + 0.125);
    const { difference, interval } = pairedDifference(better, values);
    expect(difference).toBeCloseTo(0.125, 12);
    expect(interval[0]).toBeCloseTo(0.125, 12);
    expect(interval[1]).toBeCloseTo(0.125, 12);
    // Each alone is far less certain.
    expect(meanInterval(better)[0]).toBeLessThan(meanInterval(values)[1]);
  });

  it('is the opposite the other way round', () => {
    const other = [0.5, 0.2, 0.4, 0.9, 0.1, 0.3, 0.3];
    const [there, back] = [pairedDifference(values, other), pairedDifference(other, values)];
    expect(back.difference).toBeCloseTo(-there.difference, 12);
    expect(back.interval[0]).toBeCloseTo(-there.interval[1], 12);
    expect(back.interval[1]).toBeCloseTo(-there.interval[0], 12);
  });

  it('refuses values of other pictures', () => {
    expect(() => pairedDifference([1, 2], [1])).toThrow('there are 2 and 1');
  });
});

describe('quantile', () => {
  it('interpolates between two values', () => {
    expect([0, 0.25, 0.5, 0.9, 1].map((share) => quantile([10, 20, 40], share))).toEqual([10, 15, 20, 36, 40]);
  });
});
