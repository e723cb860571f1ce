import { describe, expect, it } from 'vitest';
import { compareSeries } from '../../src/evaluation/compare-series.ts';
import { holm } from '../../src/evaluation/holm.ts';
import { seriesOf, type Series } from '../../src/evaluation/series.ts';
import { signFlipChance } from '../../src/evaluation/sign-flips.ts';
import { sfc32 } from '../../src/random.ts';
import { both, explanation, picture } from './records.ts';

it('holm corrects as worked out by hand', () => {
  // Sorted 0.01, 0.02, 0.03, 0.04 times 4, 3, 2, 1, none below the one before it.
  expect(holm([0.04, 0.01, 0.03, 0.02])).toEqual([0.06, 0.04, 0.06, 0.06]);
  expect(holm([0.5, 0.9])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});

describe('the paired permutation test', () => {
  it.each([
    // Of the 8 sums ±1 ±2 ±3, only 6 and −6 are as far from 0.
    [[1, 2, 3], 2 / 8],
    // 0: every one of them is.
    [[1, 2, -3], 1],
    // 4: 6, 4, −4 and −6.
    [[-1, 2, 3], 4 / 8],
    [[0.1, 0, 0], 1],
    [[0, 0], 1],
    [[], 1],
    // Each of 10 pictures by as much.
    [Array.from({ length: 10 }, () => 0.3), 2 / 1024],
  ])('of %j has the chance %d, by hand', (differences, chance) => {
    expect(signFlipChance(differences)).toBe(chance);
  });

  it('by drawing comes close to all signs, is the same for the same seed and does not depend on the sign', () => {
    const next = sfc32(5, 0);
    const differences = Array.from({ length: 13 }, () => next() / 2 ** 32 - 0.35);
    // All 8,192 signs, tried in the plainest way.
    let as = 0;
    const found = Math.abs(differences.reduce((a, b) => a + b));
    for (let signs = 0; signs < 2 ** 13; signs++) {
      const sum = differences.reduce((total, value, i) => total + ((signs >> i) & 1 ? value : -value), 0);
      if (Math.abs(sum) >= found - 1e-12) as++;
    }
    const exact = as / 2 ** 13;
    expect(exact).toBeGreaterThan(0.01);
    const drawn = signFlipChance(differences);
    // Five standard deviations of 9,999 draws.
    expect(Math.abs(drawn - exact)).toBeLessThan(5 * Math.sqrt((exact * (1 - exact)) / 9_999));
    expect(signFlipChance(differences)).toBe(drawn);
    expect(signFlipChance(differences.map((value) => -value))).toBe(drawn);
  });
});

function series(values: Readonly<Record<string, readonly number[]>>): Series {
  const entries = Object.entries(values).map(
    ([name, list]) => [name, new Map(list.map((value, i) => [`p${i}`, value]))] as const,
  );
  return {
    method: 'cam',
    layer: 'layer4',
    source: 'true',
    threshold: 0.15,
    values: new Map(entries) as Series['values'],
  };
}

describe('a comparison', () => {
  it('has the numbers by hand', () => {
    const a = series({ meanIoU: [0.5, 0.25, 1], energy: [1, 1, 1], pointing: [1] });
    const b = series({ meanIoU: [0.75, 0.5, 0.75], energy: [1, 1, 1] });
    const [[iou, energy, ...others]] = compareSeries([[a, b]]) as [ReturnType<typeof compareSeries>[0]];
    expect(others).toEqual([]);
    // Differences 0.25, 0.25, −0.25: of the 8 sums all are as far from 0 as 0.25.
    expect(iou).toMatchObject({
      statistic: 'meanIoU',
      pictures: 3,
      first: 1.75 / 3,
      second: 2 / 3,
      chance: 1,
      better: null,
    });
    expect(iou!.difference).toBeCloseTo(0.25 / 3, 15);
    expect(iou!.interval95).toEqual([-0.25, 0.25]);
    expect(iou!.extremes.map(({ id }) => id)).toEqual(['p0', 'p1', 'p2']);
    expect(energy).toMatchObject({ difference: 0, chance: 1, better: null, extremes: [] });
  });

  it('counts only pictures that both have, in any order', () => {
    const a = series({ meanIoU: [0.5, 0.25, 1] });
    const b = {
      ...a,
      values: new Map([
        [
          'meanIoU' as const,
          new Map([
            ['p2', 1],
            ['p0', 0.5],
            ['q', 0],
          ]),
        ],
      ]),
    };
    expect(compareSeries([[a, b]])[0]).toMatchObject([{ pictures: 2, first: 0.75, second: 0.75 }]);
    expect(compareSeries([[a, { ...a, values: new Map([['meanIoU' as const, new Map([['q', 0]])]]) }]])).toEqual([[]]);
  });

  it('knows where lower is better', () => {
    const [high, low] = [0.9, 0.5].map((value) => Array.from({ length: 12 }, () => value)) as [number[], number[]];
    const [found] = compareSeries([
      [series({ meanIoU: high, deletion: high }), series({ meanIoU: low, deletion: low })],
    ]);
    expect(found!.map(({ statistic, better }) => [statistic, better])).toEqual([
      ['meanIoU', 'first'],
      ['deletion', 'second'],
    ]);
  });
});

describe('two runs', () => {
  /** IoUs of 60 pictures, measured twice with noise; the second `shift` better. */
  function simulated(seed: number, shift: number): [Series, Series] {
    const next = sfc32(seed, 77);
    const uniform = (): number => next() / 2 ** 32;
    const truth = Array.from({ length: 60 }, uniform);
    const measured = (by: number): Record<string, number[]> =>
      Object.fromEntries(
        ['meanIoU', 'energy', 'insertion'].map((name) => [
          name,
          truth.map((value) => value + 0.2 * (uniform() - 0.5) + by),
        ]),
      );
    return [series(measured(0)), series(measured(shift))];
  }
  const shown = (shift: number): number =>
    Array.from({ length: 100 }, (_, seed) => compareSeries([simulated(seed + 1, shift)]))
      .map(([found]) => found!.some(({ better }) => better !== null))
      .filter(Boolean).length;

  it('of the same thing show no difference in 95 of 100 cases or more', () => {
    expect(shown(0)).toBeLessThanOrEqual(5);
  });

  it('that differ by half of the noise do so in 95 of 100 cases or more', () => {
    expect(shown(0.05)).toBeGreaterThanOrEqual(95);
  });
});

describe('series of records', () => {
  it('have what was measured of the reported pictures, at the reported threshold', () => {
    const records = [
      picture('a', [], { split: 'train', explanations: both([0.9, 0.1], [0.1, 0.9]) }),
      picture('b', [], { split: 'test', explanations: both([0.4, 0.2], [0.3, 0.6]) }),
      picture('c', [], {
        split: 'test',
        explanations: { cam: { layer4: { true: explanation([0.5, 0], { energy: 0.25, pointing: true }) } } },
      }),
    ];
    const found = seriesOf(records, { thresholds: [0.1, 0.2] });
    expect(found.map(({ method, threshold }) => [method, threshold])).toEqual([
      ['cam', 0.1],
      ['grad-cam', 0.2],
    ]);
    expect(Object.fromEntries(found[0]!.values)).toEqual({
      meanIoU: new Map([
        ['b', 0.4],
        ['c', 0.5],
      ]),
      corLoc: new Map([
        ['b', 0],
        ['c', 1],
      ]),
      energy: new Map([['c', 0.25]]),
      pointing: new Map([['c', 1]]),
    });
    expect(found[1]!.values.get('meanIoU')).toEqual(new Map([['b', 0.6]]));
    expect(seriesOf([], { thresholds: [0.1] })).toEqual([]);
  });
});
