import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestIou, boxArea, iou, type Box } from '../../src/evaluation/iou.ts';

describe('iou of half-open boxes, by hand', () => {
  const cases: readonly { name: string; a: Box; b: Box; expected: number }[] = [
    { name: 'the same box', a: [0, 0, 4, 4], b: [0, 0, 4, 4], expected: 1 },
    { name: 'apart', a: [0, 0, 2, 2], b: [3, 3, 5, 5], expected: 0 },
    { name: 'sharing an edge, which is no pixel', a: [0, 0, 2, 2], b: [2, 0, 4, 2], expected: 0 },
    { name: 'a quarter inside', a: [0, 0, 4, 4], b: [0, 0, 2, 2], expected: 4 / 16 },
    { name: 'crossing: 1 shared, 4 + 4 − 1 together', a: [0, 0, 2, 2], b: [1, 1, 3, 3], expected: 1 / 7 },
    { name: 'crossing as a plus: 1 shared, 3 + 3 − 1 together', a: [0, 1, 3, 2], b: [1, 0, 2, 3], expected: 1 / 5 },
    { name: 'overlapping in x only', a: [0, 0, 4, 1], b: [1, 5, 3, 9], expected: 0 },
    { name: 'both empty', a: [2, 2, 2, 2], b: [2, 2, 2, 2], expected: 0 },
    { name: 'one inside out', a: [3, 3, 1, 1], b: [0, 0, 4, 4], expected: 0 },
  ];
  it.each(cases)('$name', ({ a, b, expected }) => {
    expect(iou(a, b)).toBeCloseTo(expected, 12);
    expect(iou(b, a)).toBeCloseTo(expected, 12);
  });
});

describe('iou against counting pixels', () => {
  it('agrees on random boxes in a 12 × 12 picture', () => {
    const corner = fc.integer({ min: 0, max: 12 });
    const box = fc.tuple(corner, corner, corner, corner);
    const holds = ([x0, y0, x1, y1]: Box, x: number, y: number) => x >= x0 && x < x1 && y >= y0 && y < y1;
    fc.assert(
      fc.property(box, box, (a, b) => {
        let [both, either] = [0, 0];
        for (let y = 0; y < 12; y++) {
          for (let x = 0; x < 12; x++) {
            both += Number(holds(a, x, y) && holds(b, x, y));
            either += Number(holds(a, x, y) || holds(b, x, y));
          }
        }
        expect(iou(a, b)).toBeCloseTo(either === 0 ? 0 : both / either, 12);
      }),
    );
  });
});

describe('bestIou', () => {
  const small: Box = [0, 0, 2, 2];
  const large: Box = [0, 0, 4, 4];

  it('takes the best of several true boxes', () => {
    expect(bestIou([0, 0, 4, 3], [small, large])).toBe(12 / 16);
    expect(bestIou([0, 0, 4, 3], [small])).toBe(4 / 12);
  });

  it('is 0 for no prediction and undefined without a truth', () => {
    expect(bestIou(null, [large])).toBe(0);
    expect(bestIou(large, [])).toBeUndefined();
  });
});

describe('boxArea', () => {
  it('counts the pixels of a half-open box', () => {
    expect(boxArea([2, 3, 5, 7])).toBe(12);
    expect(boxArea([5, 3, 2, 7])).toBe(0);
  });
});
