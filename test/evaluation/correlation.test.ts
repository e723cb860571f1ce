import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ranks, spearman } from '../../src/evaluation/correlation.ts';

const a = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3];
const b = [2, 7, 1, 8, 2, 8, 1, 8, 2, 8];

it('ranks from 1, with the mean of the places for equal values', () => {
  expect([...ranks(a)]).toEqual([4.5, 1.5, 6, 1.5, 7.5, 10, 3, 9, 7.5, 4.5]);
});

describe('spearman', () => {
  it("is scipy's spearmanr, ties and all", () => expect(spearman(a, b)).toBeCloseTo(0.13471506281091267, 14));

  it('is 1 − 6 Σ d² / (n (n² − 1)) without ties', () => {
    const places = fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7], { minLength: 7 });
    fc.assert(
      fc.property(places, places, (p, q) => {
        const squares = p.reduce((sum, place, i) => sum + (place - q[i]!) ** 2, 0);
        expect(spearman(p, q)).toBeCloseTo(1 - (6 * squares) / (7 * 48), 12);
      }),
    );
  });

  it('sees the order alone', () => {
    expect(
      spearman(
        a,
        a.map((value) => Math.exp(value)),
      ),
    ).toBeCloseTo(1, 14);
    expect(
      spearman(
        a,
        a.map((value) => -value),
      ),
    ).toBeCloseTo(-1, 14);
  });

  it.each([
    { name: 'one value', pair: [[1], [2]] },
    { name: 'no value', pair: [[], []] },
    {
      name: 'all equal',
      pair: [
        [1, 2, 3],
        [4, 4, 4],
      ],
    },
    {
      name: 'NaN',
      pair: [
        [1, NaN, NaN],
        [4, 5, 6],
      ],
    },
  ])('is undefined: $name', ({ pair }) => expect(spearman(pair[0]!, pair[1]!)).toBeUndefined());

  it('refuses sides of different lengths', () => expect(() => spearman([1, 2], [1])).toThrow('there are 2 and 1'));
});
