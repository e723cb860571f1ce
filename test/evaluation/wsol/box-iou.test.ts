import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inclusiveIou, toScoreMap } from '../../../src/evaluation/wsol/box-iou.ts';
import { iou, type Box } from '../../../src/evaluation/iou.ts';

describe('inclusiveIou', () => {
  const cases: readonly { name: string; a: Box; b: Box; expected: number }[] = [
    { name: "the protocol's own: 8 of 25 + 10 − 8", a: [1, 2, 5, 6], b: [3, 1, 4, 5], expected: 8 / 27 },
    { name: 'two all-zero boxes are one pixel each', a: [0, 0, 0, 0], b: [0, 0, 0, 0], expected: 1 },
    { name: 'touching boxes share their edge', a: [1, 1, 3, 3], b: [3, 3, 4, 4], expected: 1 / 12 },
    { name: 'apart', a: [1, 1, 3, 3], b: [4, 4, 5, 5], expected: 0 },
  ];
  it.each(cases)('$name', ({ a, b, expected }) => {
    expect(inclusiveIou(a, b)).toBe(expected);
    expect(inclusiveIou(b, a)).toBe(expected);
  });

  it('is the IoU of half-open boxes that are a column and a row larger', () => {
    const box = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(9), fc.nat(9)).map(([x, y, w, h]): Box => [x, y, x + w, y + h]);
    const larger = ([x0, y0, x1, y1]: Box): Box => [x0, y0, x1 + 1, y1 + 1];
    fc.assert(
      fc.property(box, box, (a, b) => {
        expect(inclusiveIou(a, b)).toBe(iou(larger(a), larger(b)));
      }),
    );
  });
});

describe('toScoreMap', () => {
  it("scales and truncates, as the protocol's own tests have it", () => {
    expect(toScoreMap([1, 2, 4, 3], { width: 10, height: 20 }, { width: 35, height: 10 })).toEqual([3, 1, 14, 1]);
    expect(toScoreMap([1, 2, 1, 2], { width: 3, height: 3 }, { width: 3, height: 3 })).toEqual([1, 2, 1, 2]);
  });

  // × 0.448 across and × 0.597… down.
  it('goes to 224 × 224 by itself: the first box of ILSVRC as the protocol has it', () => {
    expect(toScoreMap([111, 108, 441, 193], { width: 500, height: 375 })).toEqual([49, 64, 197, 115]);
  });

  it('ends at the last pixel, where an annotation counts up to the width as where it counts from 0', () => {
    const picture = { width: 500, height: 375 };
    const whole: Box = [0, 0, 223, 223];
    expect(toScoreMap([0, 0, 500, 375], picture)).toEqual(whole);
    expect(toScoreMap([0, 0, 499, 374], picture)).toEqual(whole);
    // 498 × 0.448 is 223.1, 496 × 0.448 is 222.2.
    expect(toScoreMap([0, 0, 498, 374], picture)).toEqual(whole);
    expect(toScoreMap([0, 0, 496, 374], picture)).toEqual([0, 0, 222, 223]);
  });
});
