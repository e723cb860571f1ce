import fc from 'fast-check';
import { expect, it } from 'vitest';
import { histogram } from '../../src/evaluation/histogram.ts';

it('puts an edge into the part above, and 1 into the last', () => {
  expect(histogram([0, 0.24, 0.25, 0.5, 0.74, 0.75, 1], 4)).toEqual([2, 1, 2, 2]);
  expect(histogram([])).toEqual(new Array(20).fill(0));
});

it.each([10, 20, 49, 100])('is not misled by rounding at any of %i edges', (bins) => {
  const edges = Array.from({ length: bins }, (_, i) => i / bins);
  expect(histogram(edges, bins)).toEqual(new Array(bins).fill(1));
});

it('counts every value once', () => {
  const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 50 }), (ious, bins) => {
      const counts = histogram(ious, bins);
      counts.forEach((count, i) => {
        const inside = ious.filter((iou) => iou >= i / bins && (iou < (i + 1) / bins || i === bins - 1));
        expect(count).toBe(inside.length);
      });
    }),
  );
});
