/** PxAP: by hand, and what it must be whatever the picture. */
import { describe, expect, it } from 'vitest';
import { lengthOf, packed, totals } from '../../src/evaluation/packed-counts.ts';
import { pixelCounts, pixelThresholds, pxap } from '../../src/evaluation/pxap.ts';
import { recordCheck } from '../../src/evaluation/record-checks.ts';
import { summarise } from '../../src/evaluation/summary.ts';
import { randomFrom } from '../support/random.ts';
import { explanation, picture } from './records.ts';

const mapOf = (values: readonly number[], width = values.length) => ({
  ...{ width, height: values.length / width },
  values: Float32Array.from(values),
});
const maskOf = (values: readonly number[], width = values.length) => ({
  ...{ width, height: values.length / width },
  values: Uint8Array.from(values),
});
const one = (heatmap: readonly number[], truth: readonly number[]) =>
  pxap([pixelCounts(mapOf(heatmap), maskOf(truth))]);

/** The authors' steps, at each of 1001 thresholds, from the pixels of all pictures. */
function reference(pictures: readonly (readonly [heatmap: readonly number[], truth: readonly number[]])[]): number {
  const pixels = pictures.flatMap(([heatmap, truth]) =>
    heatmap.map((value, i) => [Math.fround(value), truth[i]!] as const),
  );
  const known = pixels.filter(([, truth]) => truth !== 255);
  const objects = known.filter(([, truth]) => truth === 1).length;
  let [area, before] = [0, 0];
  for (let bin = pixelThresholds - 1; bin >= 0; bin--) {
    const taken = known.filter(([value]) => value >= bin * 0.001);
    const found = taken.filter(([, truth]) => truth === 1).length;
    if (taken.length > 0) area += (found / taken.length) * (found / objects - before);
    before = found / objects;
  }
  return area;
}

describe('PxAP', () => {
  it('is, by hand, the sum of precision times what recall gains', () => {
    // τ = 1: precision 1, recall 1/2; 0.5: nothing new; 0.25: precision 2/3, recall 1.
    expect(one([1, 0.5, 0.25, 0], [1, 0, 1, 0])).toBeCloseTo(1 / 2 + (2 / 3) * (1 / 2), 15);
    // The object is found last: precision 1/4.
    expect(one([1, 0.5, 0.25, 0], [0, 0, 0, 1])).toBe(1 / 4);
    // Ignored pixels are in neither.
    expect(one([1, 0.5, 0.25, 0], [1, 255, 1, 0])).toBe(1);
    // Two pictures: τ = 1 finds one of three, and one wrong; 0.5 one of one; 0 the last, and one wrong.
    const both = [pixelCounts(mapOf([1, 0]), maskOf([1, 0])), pixelCounts(mapOf([1, 0.5, 0]), maskOf([0, 1, 1]))];
    expect(pxap(both)).toBeCloseTo((1 / 2 + 2 / 3 + 3 / 5) / 3, 15);
  });

  it('is 1 for a heatmap that is the mask, and the share of the object for a uniform one', () => {
    const truth = Array.from({ length: 100 }, (_, i) => Number(i % 10 < 3));
    expect(one(truth, truth)).toBeCloseTo(1, 12);
    for (const value of [0, 0.3, 1])
      expect(
        one(
          truth.map(() => value),
          truth,
        ),
      ).toBeCloseTo(0.3, 12);
  });

  it('is near the share of the object for random maps, and as the definition says for any', () => {
    const random = randomFrom(1);
    const values = Array.from({ length: 40_000 }, () => random());
    const truth = values.map(() => Number(random() < 0.3));
    expect(Math.abs(one(values, truth) - 0.3)).toBeLessThan(0.01);
    const pictures = [50, 300, 7].map((length, p) => {
      const heatmap = Array.from({ length }, (_, i) => (i === 0 ? 1 : random()));
      return [heatmap, heatmap.map((value, i) => (i % 9 === p ? 255 : Number(value + random() > 1)))] as const;
    });
    const counts = pictures.map(([heatmap, truth]) => pixelCounts(mapOf(heatmap), maskOf(truth)));
    expect(pxap(counts)).toBeCloseTo(reference(pictures), 12);
    expect(pxap(counts.toReversed())).toBe(pxap(counts));
  });

  it('of peaked heatmaps is as the definition says, and near that of all values as thresholds', () => {
    const side = 96;
    const at = (i: number) => Math.hypot((i % side) - 47.5, Math.floor(i / side) - 47.5);
    const pictures = [4, 6, 9].map((sigma) => {
      const heatmap = Array.from({ length: side ** 2 }, (_, i) => Math.exp(-(at(i) ** 2 - 0.5) / (2 * sigma ** 2)));
      return [heatmap, heatmap.map((_, i) => Number(at(i) < 3.5 * sigma))] as const;
    });
    for (const some of [...pictures.map((picture) => [picture]), pictures]) {
      const value = pxap(some.map(([heatmap, truth]) => pixelCounts(mapOf(heatmap), maskOf(truth))));
      expect(value).toBeCloseTo(reference(some), 12);
      // Each heatmap alone ranks all of its object before the background. Steps of 0.01 would give 0.78 to 0.84.
      if (some.length === 1) expect(value).toBeGreaterThan(0.98);
    }
  });

  it('counts a value at a threshold as reaching it', () => {
    for (let k = 0; k < pixelThresholds; k++) {
      const value = Math.fround(k / 1000);
      const { object } = pixelCounts(mapOf([value]), maskOf([1]));
      // In float32 a threshold may be a little below its value, and is then not reached, as in numpy.
      const bin = value >= k * 0.001 ? k : k - 1;
      expect(object).toEqual([...(bin > 0 ? [-bin] : []), 1, ...(bin < 1000 ? [bin - 1000] : [])]);
    }
    // Rounding may take a value out of the range by a little.
    expect(pixelCounts(mapOf([1 + 2 ** -23]), maskOf([1])).object).toEqual([-1000, 1]);
  });

  it('of a gigantic picture counts its own pixels', () => {
    const { object, background } = pixelCounts(mapOf([1, 0]), maskOf([1, 1, 0, 1]));
    expect([object, background]).toEqual([
      [1, -999, 2],
      [1, -1000],
    ]);
  });

  it('has its counts packed, and summed as they are', () => {
    for (const [counts, list] of [
      [[0, 0, 0], [-3]],
      [
        [1, 0, 0, 2, 3, 0],
        [1, -2, 2, 3, -1],
      ],
      [
        [0, 5],
        [-1, 5],
      ],
    ] as const) {
      expect(packed(counts)).toEqual(list);
      expect(lengthOf(list)).toBe(counts.length);
      expect([...totals([list, list], counts.length)]).toEqual(counts.map((count) => 2 * count));
    }
    expect([...totals([], 2)]).toEqual([0, 0]);
  });

  it('is not computed from records that lack a count for a threshold', () => {
    const background = [-1001];
    const check = (object: readonly number[]) => {
      const explanations = { cam: { last: { true: explanation([0.5], { pixels: { object, background } }) } } };
      return recordCheck()(picture('a', [0.5], { explanations }));
    };
    expect(check([-1000, 5])).toBeUndefined();
    for (const object of [new Array<number>(101).fill(3), [-1000], [-1000, 1, 1], [0, -999, 1]]) {
      expect(check(object)).toEqual({
        path: ['explanations', 'cam', 'last', 'true', 'pixels', 'object'],
        expected: 'counts at 1001 thresholds',
      });
    }
  });

  it('is in the summary, without an interval, and not there without masks', () => {
    const pixels = pixelCounts(mapOf([1, 0.5, 0.25, 0]), maskOf([1, 0, 1, 0]));
    const explanations = { cam: { last: { true: explanation([0.5], { pixels }) } } };
    const of = (more: object) => summarise([picture('a', [0.5], more)], { thresholds: [0.15] });
    const { methods, statistics } = of({ explanations });
    expect(methods['cam']!['last']!.true!.pxap).toBeCloseTo(5 / 6, 12);
    expect(methods['cam']!['last']!.true!.interval95).not.toHaveProperty('pxap');
    expect(statistics.pxap).toEqual({
      ...{ title: 'PxAP', unit: 'area under precision and recall of pixels', better: 'higher' },
    });
    expect(of({}).statistics).toEqual({});
  });
});
