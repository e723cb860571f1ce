import { describe, expect, it } from 'vitest';
import { statisticsOf } from '../../../src/ui/model/value-statistics.ts';

describe('statisticsOf', () => {
  it.each([
    {
      of: 'values of both signs',
      values: [-2, 0, 0, 6],
      // Mean 1; distances 3, 1, 1, 5: (9 + 1 + 1 + 25) / 4 = 9.
      expected: { mean: 1, deviation: 3, minimum: -2, maximum: 6, zeros: 0.5, magnitude: 2 },
    },
    {
      of: 'one value',
      values: [-4],
      expected: { mean: -4, deviation: 0, minimum: -4, maximum: -4, zeros: 0, magnitude: 4 },
    },
    {
      of: 'nothing but zeros, negative zero among them',
      values: [0, -0],
      expected: { mean: 0, deviation: 0, minimum: 0, maximum: 0, zeros: 1, magnitude: 0 },
    },
  ])('of $of', ({ values, expected }) => expect(statisticsOf(Float32Array.from(values))).toEqual(expected));

  it('keeps its digits where a sum of float32 would lose them', () => {
    // 2²⁴ + 1 has no float32: added up in float32, the ones would vanish.
    const values = new Float32Array(1 + 2 ** 16).fill(1);
    values[0] = 2 ** 24;
    expect(statisticsOf(values).mean).toBe((2 ** 24 + 2 ** 16) / (1 + 2 ** 16));
  });
});
