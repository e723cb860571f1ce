import { describe, expect, it } from 'vitest';
import { differingValue } from '../../../src/benchmark/kernel/differing-value.ts';

describe('differingValue', () => {
  it.each([
    [[1, 2, 4], [1, 2, 4], 0],
    [[1, 2, 4.04], [1, 2, 4], 0.0101],
    [[NaN, Infinity, -0], [NaN, Infinity, 0], 0],
    [[1, 2, 3, 9], [1, 2, 3], 0],
  ])('%j equals %j within %d', (actual, expected, tolerance) => {
    expect(differingValue(actual, expected, tolerance)).toBeUndefined();
  });

  it.each([
    [[1, 2, 4.05], [1, 2, 4], 0.01, '1 of 3 values differ; value 2 is 4.05, but 4 ± 0.04 was expected.'],
    [[0, 2, 9], [1, 2, 4], 0, '2 of 3 values differ; value 2 is 9, but 4 ± 0 was expected.'],
    [[NaN], [1], 1, 'value 0 is NaN, but 1 ± 1 was expected'],
    [[1], [Infinity], 1, 'value 0 is 1, but Infinity ± 0 was expected'],
    [[1], [1, 2], 1, 'value 1 is undefined, but 2 ± 2 was expected'],
  ])('%j differs from %j within %d', (actual, expected, tolerance, words) => {
    expect(differingValue(actual, expected, tolerance)).toContain(words);
  });
});
