import { describe, expect, it } from 'vitest';
import { median, resampledMedians } from '../../../src/benchmark/statistics/resampled-medians.ts';
import { medianInterval, summarize } from '../../../src/benchmark/statistics/summarize.ts';
import { randomFrom } from '../../support/random.ts';

describe('median', () => {
  it.each([
    [[3], 3],
    [[1, 9, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[5, 5, 1, 5], 5],
  ])('of %j is %d', (values, expected) => expect(median(values)).toBe(expected));

  it('of no values is refused', () => expect(() => median([])).toThrow('at least one'));
});

describe('resampledMedians', () => {
  it('are medians of as many values as the set has', () => {
    const values = [10, 40, 20, 30];
    const possible = new Set<number>();
    for (const a of values) {
      for (const b of values) for (const c of values) for (const d of values) possible.add(median([a, b, c, d]));
    }
    const [medians] = resampledMedians([values], 5, 4000);
    expect(new Set(medians)).toEqual(possible);
  });

  it('have the distribution computed by hand for three values', () => {
    // The median of three draws is the middle value in 13 of 27 cases, and each other one in 7.
    const [medians] = resampledMedians([[1, 2, 3]], 2, 27_000);
    const share = (value: number): number => medians!.filter((each) => each === value).length / 1000;
    expect(share(1)).toBeCloseTo(7, 0);
    expect(share(2)).toBeCloseTo(13, 0);
    expect(share(3)).toBeCloseTo(7, 0);
  });

  it('of sets measured alternately use the same rounds', () => {
    const values = [7, 1, 5, 3, 9];
    const [one, twice] = resampledMedians([values, values.map((value) => 2 * value)], 3, 500);
    expect([...twice!]).toEqual(Array.from(one!, (value) => 2 * value));
  });

  it('are the same for the same seed', () => {
    const values = [7, 1, 5, 3, 9];
    expect(resampledMedians([values], 3)).toEqual(resampledMedians([values], 3));
    expect(resampledMedians([values], 4)).not.toEqual(resampledMedians([values], 3));
  });

  it('refuse sets of different lengths', () => {
    expect(() => resampledMedians([[1, 2], [1]], 1)).toThrow('must have equal numbers');
    expect(() => resampledMedians([[]], 1)).toThrow('at least one');
  });
});

describe('medianInterval', () => {
  it('contains the true median for about 95 of 100 sets of samples', () => {
    const random = randomFrom(11);
    const held = Array.from({ length: 400 }, (_, run) => {
      const [low, high] = medianInterval(
        Array.from({ length: 31 }, () => -Math.log(random())),
        run,
      );
      return low <= Math.LN2 && Math.LN2 <= high;
    }).filter(Boolean).length;
    expect(held / 400).toBeGreaterThan(0.91);
    expect(held / 400).toBeLessThan(0.99);
  });
});

describe('summarize', () => {
  it('gives median, spread and count', () => {
    const { count, median: middle, p5, p95 } = summarize(Array.from({ length: 101 }, (_, i) => i + 1));
    expect({ count, middle, p5, p95 }).toEqual({ count: 101, middle: 51, p5: 6, p95: 96 });
  });

  it('detects growing samples', () => {
    expect(summarize([1, 1, 1, 2, 2, 2, 3, 3, 3]).drift).toBe(2);
    expect(summarize([4, 4, 4, 2, 2, 2, 3, 3, 3]).drift).toBe(-0.25);
    expect(summarize([5]).drift).toBe(0);
  });

  it('refuses no samples', () => expect(() => summarize([])).toThrow('no samples'));
});
