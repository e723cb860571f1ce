import fc from 'fast-check';
import { expect, it } from 'vitest';
import { centreBox, centrePredictions, centreScales } from '../../src/evaluation/centre-baseline.ts';

it('is in the middle, of the aspect of the picture', () => {
  expect(centreBox(200, 100, 0.5)).toEqual([50, 25, 150, 75]);
  expect(centreBox(200, 100, 1)).toEqual([0, 0, 200, 100]);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 999 }),
      fc.integer({ min: 1, max: 999 }),
      fc.constantFrom(...centreScales),
      (w, h, scale) => {
        const [x0, y0, x1, y1] = centreBox(w, h, scale);
        expect(x1 - x0).toBeCloseTo(scale * w, 9);
        expect(y1 - y0).toBeCloseTo(scale * h, 9);
        expect(x0 + x1).toBeCloseTo(w, 9);
        expect(y0 + y1).toBeCloseTo(h, 9);
      },
    ),
  );
});

it('has 100 scales, each with its IoU: of the whole picture, scale² ', () => {
  const { ious, rank } = centrePredictions({ id: 'a', width: 40, height: 30, boxes: [[0, 0, 40, 30]], rank: 3 });
  expect(rank).toBe(3);
  expect(ious).toHaveLength(100);
  centreScales.forEach((scale, i) => expect(ious[i]).toBeCloseTo(scale ** 2, 12));
});

it('takes the best of several true boxes', () => {
  const boxes = [
    [0, 0, 4, 4],
    [10, 10, 30, 30],
  ] as const;
  const { ious } = centrePredictions({ id: 'a', width: 40, height: 40, boxes, rank: 1 });
  expect(ious[centreScales.indexOf(0.5)]).toBe(1);
});

it('refuses a picture without a true box, by name', () => {
  const picture = { id: 'n02085620_7', width: 4, height: 4, boxes: [], rank: 1 };
  expect(() => centrePredictions(picture)).toThrow(
    expect.objectContaining({ code: 'records-unfit', message: expect.stringContaining('n02085620_7') }),
  );
});
