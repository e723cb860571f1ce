import { describe, expect, it } from 'vitest';
import { cutIntoBatches } from '../../src/runs/cut-into-batches.ts';

const shown = (...sizes: readonly (readonly [width: number, height: number])[]) =>
  sizes.map(([width, height]) => ({ picture: { width, height } }));
const photos = (count: number) => shown(...new Array<readonly [number, number]>(count).fill([500, 375]));

/** 4096 × 4096: two of its heatmaps are as much as a batch holds. */
const large = [4096, 4096] as const;

describe('batches', () => {
  it.each([
    { name: 'nothing', given: shown(), most: 8, heatmaps: 2, counts: [] },
    { name: 'photos', given: photos(20), most: 8, heatmaps: 2, counts: [8, 8, 4] },
    { name: 'photos, for a network that takes one', given: photos(3), most: 1, heatmaps: 2, counts: [1, 1, 1] },
    // 187,500 pixels, 44 heatmaps: 8.25 of the 33.6 million that a batch holds.
    { name: 'photos with many heatmaps', given: photos(9), most: 8, heatmaps: 44, counts: [4, 4, 1] },
    { name: 'large pictures', given: shown(large, large, large), most: 8, heatmaps: 1, counts: [2, 1] },
    { name: 'pictures too large for any batch', given: shown(large, [9, 9], large), most: 8, heatmaps: 3, counts: [1, 1, 1] }, // prettier-ignore
    // Its heatmaps are made at 4000 × 4000.
    { name: 'a gigantic picture', given: shown([8000, 8000], [500, 375]), most: 8, heatmaps: 2, counts: [2] },
  ])('of $name', ({ given, most, heatmaps, counts }) => {
    const batches = cutIntoBatches(given, most, heatmaps);
    expect(batches.map(({ length }) => length)).toEqual(counts);
    expect(batches.flat()).toEqual(given);
  });
});
