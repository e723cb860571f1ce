/** Sparseness and complexity: by hand, by the formulas of Quantus, and what must not change them. */
import { describe, expect, test } from 'vitest';
import { entropy, gini } from '../../src/evaluation/concentration.ts';
import { randomFrom, randomValues } from '../support/random.ts';

const some = [...randomValues(500, 1, randomFrom(5))].map(Math.abs);

/** As Quantus computes `Sparseness` (np.sort, np.arange). */
function giniOfQuantus(values: readonly number[]): number {
  const a = values.map((value) => value + 1e-7).sort((x, y) => x - y);
  const sum = a.reduce((total, value) => total + value, 0);
  return a.reduce((total, value, i) => total + (2 * (i + 1) - a.length - 1) * value, 0) / (a.length * sum);
}

/** The Gini index from its definition: the mean difference of all pairs, over twice the mean. */
function giniOfPairs(values: readonly number[]): number {
  const n = values.length;
  const mean = values.reduce((total, value) => total + value, 0) / n;
  const differences = values.reduce((sum, a) => sum + values.reduce((row, b) => row + Math.abs(a - b), 0), 0);
  return differences / (2 * n * n * mean);
}

describe('sparseness', () => {
  test('by hand', () => {
    // (−3·0 − 1·1 + 1·2 + 3·5) / (4·8)
    expect(gini([5, 0, 2, 1])).toBeCloseTo(16 / 32, 14);
    expect(gini([0, 0, 0, 7])).toBeCloseTo(3 / 4, 14);
    expect(gini([3, 3, 3])).toBe(0);
    expect(gini([0, 0])).toBe(0);
  });

  test('is the mean difference of all pairs, and that of Quantus', () => {
    expect(gini(some)).toBeCloseTo(giniOfPairs(some), 12);
    expect(gini(some)).toBeCloseTo(giniOfQuantus(some), 5);
  });

  test('does not depend on scale, order or the number of copies; a shift makes it less', () => {
    expect(gini(some.map((value) => 8 * value))).toBeCloseTo(gini(some), 13);
    expect(gini(some.toReversed())).toBeCloseTo(gini(some), 13);
    expect(gini([...some, ...some, ...some])).toBeCloseTo(gini(some), 12);
    expect(gini(some.map((value) => value + 1))).toBeLessThan(gini(some));
  });
});

describe('complexity', () => {
  test('by hand', () => {
    expect(entropy([1, 1, 2])).toBeCloseTo(0.5 * Math.log(2) + 0.5 * Math.log(4), 14);
    expect(entropy([0, 9, 0])).toBe(0);
    expect(entropy([2, 2, 2, 2, 2])).toBeCloseTo(Math.log(5), 14);
    expect(entropy([0, 0, 0])).toBeCloseTo(Math.log(3), 14);
  });

  test('does not depend on scale or order; copies add the logarithm of their number', () => {
    expect(entropy(some.map((value) => 8 * value))).toBeCloseTo(entropy(some), 12);
    expect(entropy(some.toReversed())).toBeCloseTo(entropy(some), 12);
    expect(entropy([...some, ...some, ...some])).toBeCloseTo(entropy(some) + Math.log(3), 12);
  });
});
