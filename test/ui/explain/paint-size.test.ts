import { expect, it } from 'vitest';
import { fullSize, paintSize } from '../../../src/ui/explain/paint-size.ts';

it.each([
  { name: 'what the screen shows', picture: [1000, 500], css: 400, ratio: 1, expected: [400, 200] },
  { name: 'device pixels on a fine screen', picture: [1000, 500], css: 400, ratio: 2, expected: [800, 400] },
  { name: 'no more than the picture has', picture: [300, 150], css: 400, ratio: 3, expected: [300, 150] },
  { name: 'no side over 2048, lying', picture: [12000, 9000], css: 1500, ratio: 2, expected: [2048, 1536] },
  { name: 'no side over 2048, standing', picture: [3000, 12000], css: 1500, ratio: 2, expected: [512, 2048] },
  { name: 'at least one pixel', picture: [2000, 1], css: 200, ratio: 1, expected: [200, 1] },
  { name: 'a picture of one pixel', picture: [1, 1], css: 439, ratio: 2, expected: [1, 1] },
])('paintSize: $name', ({ picture: [width, height], css, ratio, expected }) => {
  const size = paintSize({ width: width ?? 0, height: height ?? 0 }, css, ratio);
  expect([size.width, size.height]).toEqual(expected);
});

it('fullSize keeps small pictures and their aspect when it shrinks large ones', () => {
  expect(fullSize({ width: 1024, height: 768 })).toEqual({ width: 1024, height: 768 });
  expect(fullSize({ width: 4096, height: 1024 })).toEqual({ width: 2048, height: 512 });
});
