/** Comparisons of realistic samples: around a mean, with a tail, and occasionally much longer. */
import { describe, expect, it } from 'vitest';
import { compareMedians } from '../../../src/benchmark/statistics/compare-medians.ts';
import { judge } from '../../../src/benchmark/statistics/judge.ts';
import { upperTail } from '../../../src/benchmark/statistics/normal.ts';
import { randomFrom } from '../../support/random.ts';

/** A sample around a given time: ± 4 %, with a tail, and a pause in one of twenty. */
function sampleOf(timeMs: number, random: () => number): number {
  const spread = 1 + 0.04 * (random() + random() + random() - 1.5) - 0.03 * Math.log(1 - random());
  return timeMs * spread * (random() < 0.05 ? 3 : 1);
}

/** Two things measured alternately, on a machine whose clock rate varies by 20 %. */
function byTurns(first: number, second: number, random: () => number, rounds = 30): [number[], number[]] {
  const phase = 6 * random();
  const pairs = Array.from({ length: rounds }, (_, i) => {
    const slow = 1 + 0.1 * Math.sin(phase + i / 5);
    return [slow * sampleOf(first, random), slow * sampleOf(second, random)] as const;
  });
  return [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
}

const rows = 12;

describe('many comparisons', () => {
  it('equal kernels show no difference in at least 95 of 100 runs of 12 rows', () => {
    const random = randomFrom(1);
    const quiet = Array.from({ length: 100 }, () => {
      const ratios = Array.from({ length: rows }, () =>
        compareMedians(...byTurns(2, 2, random), { byTurns: true, seed: 1 }),
      );
      return judge(ratios).every((verdict) => verdict === 'no difference');
    }).filter(Boolean).length;
    expect(quiet).toBeGreaterThanOrEqual(95);
  });

  it('two separate runs of equal kernels show no difference in at least 95 of 100', () => {
    const random = randomFrom(101);
    const samples = (): number[] => Array.from({ length: 30 }, () => sampleOf(2, random));
    const quiet = Array.from({ length: 100 }, () => {
      const ratios = Array.from({ length: rows }, () => compareMedians(samples(), samples(), { byTurns: false }));
      return judge(ratios).every((verdict) => verdict === 'no difference');
    }).filter(Boolean).length;
    expect(quiet).toBeGreaterThanOrEqual(95);
  });

  it('one that takes twice as long among 11 equal ones is slower, with 2 inside its interval in 90 of 100', () => {
    const random = randomFrom(201);
    const runs = Array.from({ length: 100 }, () => {
      const ratios = Array.from({ length: rows }, (_, row) =>
        compareMedians(...byTurns(2, row === 4 ? 4 : 2, random), { byTurns: true }),
      );
      const [low, high] = ratios[4]!.interval;
      return { verdict: judge(ratios)[4], isIn: low <= 2 && 2 <= high };
    });
    expect(runs.map(({ verdict }) => verdict)).toEqual(new Array(100).fill('slower'));
    expect(runs.filter(({ isIn }) => isIn).length).toBeGreaterThanOrEqual(90);
  });
});

it('in the opposite order it is faster', () => {
  const ratio = compareMedians(...byTurns(4, 2, randomFrom(9)), { byTurns: true });
  expect(ratio.ratio).toBeCloseTo(0.5, 1);
  expect(judge([ratio])).toEqual(['faster']);
});

it('a tenth more is seen, half a per cent is not', () => {
  const exact = Array.from({ length: 30 }, (_, i) => 10 + i / 100);
  const times = (factor: number): number[] => exact.map((value) => factor * value);
  const verdicts = [1.1, 1.005, 0.995, 0.9].map(
    (factor) => judge([compareMedians(exact, times(factor), { byTurns: true })])[0],
  );
  expect(verdicts).toEqual(['slower', 'no difference', 'no difference', 'faster']);
});

it('samples that never differ are certain', () => {
  const ratio = compareMedians([2, 2, 2], [3, 3, 3], { byTurns: false });
  expect(ratio).toEqual({ ratio: 1.5, interval: [1.5, 1.5].map((v) => expect.closeTo(v, 12) as number), chance: 0 });
  expect(compareMedians([2, 2, 2], [2, 2, 2], { byTurns: false }).chance).toBe(1);
});

it.each([
  [0, 0.5],
  [1, 0.158655254],
  [1.959964, 0.025],
  [3.290527, 0.0005],
])('a share of the normal distribution lies above %d', (z, share) => {
  expect(Math.abs(upperTail(z) - share)).toBeLessThan(1e-7);
});
