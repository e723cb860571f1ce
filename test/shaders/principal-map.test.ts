import { expect, test } from 'vitest';
import { principalMap } from '../support/references/principal-map.ts';
import { expectClose } from '../support/compare.ts';
import { randomFrom, randomValues } from '../support/random.ts';

test('one pattern over space, by hand: the positive side is the farther one', () => {
  // Means 10 and −5, then (1, −3, 2) times 3 and 4: the singular value along (3, 4) / 5.
  const activations = [13, 1, 16, -1, -17, 3];
  expectClose(principalMap(activations, 2, 3), [-5, 15, -10], { tolerance: 1e-12 });
});

test('the stronger one of two patterns, by hand; of equal distances the first is positive', () => {
  // −8·(1, 1, −1, −1)/2 along (3, 4)/5, and 2·(1, −1, 1, −1)/2 along (−4, 3)/5.
  const [strong, weak] = [
    [-4, -4, 4, 4],
    [1, -1, 1, -1],
  ];
  const channel = (along: number, across: number): number[] =>
    strong.map((value, i) => (along * value + across * weak[i]!) / 5);
  expectClose(principalMap([...channel(3, -4), ...channel(4, 3)], 2, 4), [4, 4, -4, -4], { tolerance: 1e-11 });
});

test('two channels of one pattern outweigh a stronger single one', () => {
  const [single, pair] = [
    [1.2, -1.2, 1.2, -1.2],
    [1, 1, -1, -1],
  ];
  const root = Math.SQRT2;
  const expected = [root, root, -root, -root];
  expectClose(principalMap([...single, ...pair, ...pair], 3, 4), expected, { tolerance: 1e-11 });
});

test('nothing varies: zeros, exactly', () => {
  expect([...principalMap([0.1, 0.1, 0.1, 7.3, 7.3, 7.3], 2, 3)]).toEqual([0, 0, 0]);
  expect([...principalMap([0.1, 0.2, 0.3], 3, 1)]).toEqual([0]);
});

test.each([
  [3, 40],
  [12, 12],
  [40, 3],
])(
  '%i channels at %i positions, two pictures: as by rotating the columns until they are orthogonal',
  (channels, positions) => {
    const random = randomFrom(channels);
    const values = randomValues(2 * channels * positions, 1, random);
    const maps = principalMap(values, channels, positions);
    for (const picture of [0, 1]) {
      const size = channels * positions;
      const expected = byRotations(values.subarray(picture * size, (picture + 1) * size), channels);
      const actual = maps.subarray(picture * positions, (picture + 1) * positions);
      const sign = Math.sign(actual.reduce((sum, value, p) => sum + value * expected[p]!, 0));
      expectClose(
        actual,
        expected.map((value) => sign * value),
        { tolerance: 1e-9 },
      );
      const furthest = actual.reduce((far, value) => (Math.abs(value) > Math.abs(far) ? value : far), 0);
      expect(furthest).toBeGreaterThan(0);
    }
  },
);

/** Hestenes' one-sided Jacobi: the longest of the orthogonal columns is the first left singular vector, times its value. */
function byRotations(activations: Float32Array, channels: number): number[] {
  const positions = activations.length / channels;
  const columns = Array.from({ length: channels }, (_, c) => {
    const values = [...activations.subarray(c * positions, (c + 1) * positions)];
    const mean = values.reduce((sum, value) => sum + value, 0) / positions;
    return values.map((value) => value - mean);
  });
  const dot = (a: number[], b: number[]): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let i = 0; i < channels; i++) {
      for (let j = i + 1; j < channels; j++) {
        const [one, other] = [columns[i]!, columns[j]!];
        const angle = 0.5 * Math.atan2(2 * dot(one, other), dot(one, one) - dot(other, other));
        columns[i] = one.map((value, p) => Math.cos(angle) * value + Math.sin(angle) * other[p]!);
        columns[j] = other.map((value, p) => Math.cos(angle) * value - Math.sin(angle) * one[p]!);
      }
    }
  }
  return columns.reduce((longest, column) => (dot(column, column) > dot(longest, longest) ? column : longest));
}
