/** The references of the stages that refine a map, compared with values by hand and tested for invariances. */
import { describe, expect, test } from 'vitest';
import { capAtMedian } from '../support/references/cap-at-median.ts';
import { clamp } from '../support/references/clamp.ts';
import { guidedCoefficients } from '../support/references/guided-coefficients.ts';
import { guidedMeans } from '../support/references/guided-means.ts';
import { halve } from '../support/references/halve.ts';
import { unitVectors } from '../support/references/unit-vectors.ts';
import { vote } from '../support/references/vote.ts';
import { expectClose } from '../support/compare.ts';
import { randomFrom, randomValues } from '../support/random.ts';

const close = { tolerance: 1e-12 };

describe('unit vectors', () => {
  test('are divided by their length, seen from an origin', () => {
    expect([...unitVectors([3, 0, 4, 5], [0, 0], 2, 2)]).toEqual([0.6, 0, 0.8, 1]);
    expectClose(unitVectors([3, 0, 4, 5], [0, 5], 2, 2), [3 / Math.sqrt(10), 0, -1 / Math.sqrt(10), 0], close);
  });

  test('of rounding there are none', () => {
    expect([...unitVectors([1, 1 + 2 ** -23, 1, 1], [1, 1], 2, 2)]).toEqual([0, 0, 0, 0]);
  });

  test('do not depend on the length of what they are made of', () => {
    const [channels, positions] = [5, 4];
    const tensor = randomValues(channels * positions, 1, randomFrom(1));
    const longer = tensor.map((value, i) => value * [1, 2 ** 60, 2 ** -60, 8][i % positions]!);
    const origins = new Float32Array(channels);
    expectClose(
      unitVectors(longer, origins, channels, positions),
      unitVectors(tensor, origins, channels, positions),
      close,
    );
  });
});

describe('halving', () => {
  const sizes = { width: 3, height: 3 };

  test('takes the mean round every second place, reflected at the edges', () => {
    const halved = halve([1, 2, 3, 4, 5, 6, 7, 8, 9], sizes, { width: 2, height: 2 });
    expectClose(halved, [33 / 9, 39 / 9, 51 / 9, 57 / 9], close);
  });

  test('leaves a last place out where the half is rounded down, plane by plane', () => {
    const halved = halve([1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 0, 9, 0, 0, 0, 0], sizes, { width: 1, height: 1 });
    expectClose(halved, [33 / 9, 4], close);
  });

  test('leaves one place as it is', () => {
    expect([...halve([7], { width: 1, height: 1 }, { width: 1, height: 1 })]).toEqual([7]);
  });
});

describe('a vote', () => {
  const layer = [1, 0.6, -1, 0, 0.8, 0];
  const shape = { pictures: 1, positions: 3 };

  test('weighs seeds by how alike the places are; places that are unlike have no say', () => {
    // A = [1, 0.6, 0], [0.6, 1, 0], [0, 0, 1].
    expectClose(vote([layer, [0, 0, 0]], [1, 0, 0.5], shape), [1 / 1.6, 0.6 / 1.6, 0.5], close);
    // A = [2, 0.6, 1 − 1], [0.6, 1, 0], [0, 0, 2].
    expectClose(vote([layer, [1, 0, 1]], [1, 0, 0.5], shape), [2 / 2.6, 0.6 / 1.6, 0.5], close);
  });

  test('leaves seeds as they are where nothing is known of the places', () => {
    expect([
      ...vote(
        [
          [0, 0, 0],
          [0, 0, 0],
        ],
        [1, 0, 0.5],
        shape,
      ),
    ]).toEqual([1, 0, 0.5]);
  });

  test('is taken of each map of each picture by itself', () => {
    const two = [...layer, 1, 1, 1, 0, 0, 0];
    const votes = vote([two, new Float32Array(6)], [1, 0, 0.5, 0, 1, 0, 3, 0, 0, 0, 0, 6], {
      pictures: 2,
      positions: 3,
    });
    expectClose(votes, [0.625, 0.375, 0.5, 0.375, 0.625, 0, 1, 1, 1, 2, 2, 2], close);
  });

  test('follows places that change theirs', () => {
    const [channels, positions] = [6, 9];
    const random = randomFrom(2);
    const features = unitVectors(
      randomValues(channels * positions, 1, random),
      new Float32Array(channels),
      channels,
      positions,
    );
    const seeds = randomValues(positions, 1, random);
    const order = [4, 2, 7, 0, 8, 1, 3, 6, 5];
    const moved = (values: ArrayLike<number>): number[] =>
      Array.from({ length: values.length }, (_, i) => values[i - (i % positions) + order[i % positions]!]!);
    const places = { pictures: 1, positions };
    expectClose(vote([moved(features)], moved(seeds), places), moved(vote([features], seeds, places)), close);
  });
});

test('what is clamped lies between two numbers, unless it is none', () => {
  expect([...clamp([-1, 0.1, 0.5, 2, NaN, -Infinity], 0, 0.25)]).toEqual([0, 0.1, 0.25, 0.25, NaN, -Infinity]);
});

describe('a map is capped at its median where seeds are strong', () => {
  test('of an odd number of places, and of an even number at the lower one', () => {
    expect([...capAtMedian([5, 1, 3, 9], [0.9, 0, 1, 0.95], { positions: 4, core: 0.9 })]).toEqual([5, 1, 3, 5]);
    expect([...capAtMedian([5, 1, 3, 9], [0.9, 0, 1, 0], { positions: 4, core: 0.9 })]).toEqual([3, 1, 3, 3]);
  });

  test('and is left as it is without such a place, map by map', () => {
    expect([...capAtMedian([5, 1, -3, -9], [0, 0.1, 0, 1], { positions: 2, core: 0.9 })]).toEqual([5, 1, -9, -9]);
  });
});

describe('the guided filter', () => {
  const filtered = (
    guide: ArrayLike<number>,
    maps: ArrayLike<number>,
    shape: { positions: number; width: number; radius: number; epsilon: number },
  ) => guidedMeans(guide, guidedCoefficients(guide, maps, shape), shape);

  test('keeps what follows the picture, as far as its contrast is more than ε', () => {
    const shape = { positions: 2, width: 2, radius: 1, epsilon: 0.25 };
    // Variance 0.25, so a = 0.25 / (0.25 + 0.25) and b = 0.5 − 0.25.
    expectClose(guidedCoefficients([0, 1, 0, 0, 0, 0], [0, 1], shape), [0.5, 0.5, 0, 0, 0, 0, 0.25, 0.25], close);
    expectClose(filtered([0, 1, 0, 0, 0, 0], [0, 1], shape), [0.25, 0.75], close);
  });

  test('blurs twice where the picture is the same everywhere; windows end at the edges', () => {
    const shape = { positions: 9, width: 3, radius: 1, epsilon: 0.01 };
    const [corner, edge, centre] = [6.25 / 4, 10 / 6, 16 / 9];
    expectClose(
      filtered(new Float64Array(27).fill(0.3), [0, 0, 0, 0, 9, 0, 0, 0, 0], shape),
      [corner, edge, corner, edge, centre, edge, corner, edge, corner],
      close,
    );
  });

  test('leaves a sum of the colours as it is, map by map of each picture', () => {
    const shape = { positions: 35, width: 5, radius: 2, epsilon: 1e-12 };
    const guide = randomValues(2 * 3 * 35, 1, randomFrom(3));
    const sum = (picture: number, shares: readonly number[]): number[] =>
      Array.from({ length: 35 }, (_, p) =>
        shares.reduce((all, share, c) => all + share * guide[(3 * picture + c) * 35 + p]!, 0.5),
      );
    const maps = [sum(0, [1, 0, 0]), sum(0, [2, -1, 0.5]), sum(1, [0, 1, 0]), sum(1, [-1, 0, 3])].flat();
    expectClose(filtered(guide, maps, shape), maps, { tolerance: 1e-8 });
  });
});
