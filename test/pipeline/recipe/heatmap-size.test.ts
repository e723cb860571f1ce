import { expect, test } from 'vitest';
import { areaInPicture, heatmapSize, inPicture, reductionOf } from '../../../src/pipeline/recipe/heatmap-size.ts';

test.each([
  [1, 1, 1],
  [500, 375, 1],
  [4096, 4096, 1],
  [4097, 4096, 2],
  [12000, 9000, 3],
])('%d × %d is reduced by %d', (width, height, reduction) => {
  expect(reductionOf({ width, height })).toBe(reduction);
});

test('a heatmap of a gigantic picture covers the whole of it', () => {
  const picture = { width: 12_001, height: 9_001 };
  const size = heatmapSize(picture);
  expect(size).toEqual({ width: 4001, height: 3001 });
  expect(inPicture([0, 0, size.width, size.height], picture)).toEqual([0, 0, 12_001, 9_001]);
});

test('boxes of ordinary pictures stay as they are', () => {
  expect(inPicture([3, 4, 50, 60], { width: 500, height: 375 })).toEqual([3, 4, 50, 60]);
});

test('areas are counted in pixels of the picture', () => {
  expect(areaInPicture(100, { width: 500, height: 375 })).toBe(100);
  expect(areaInPicture(4000 * 3000, { width: 12_000, height: 9_000 })).toBe(12_000 * 9_000);
});
