import { expect, it } from 'vitest';
import { placeInWords, strongest } from '../../../src/ui/embed/evidence-words.ts';
import { english } from '../../../src/ui/embed/strings.ts';

const picture = { width: 90, height: 60 };

it.each([
  [[0, 0, 30, 20], 'in the upper left of the picture, in a box of 11.1\u00a0% of its area'],
  [[30, 20, 60, 40], 'in the middle of the picture, in a box of 11.1\u00a0% of its area'],
  [[60, 20, 90, 40], 'at the right of the picture, in a box of 11.1\u00a0% of its area'],
  [[40, 40, 50, 60], 'in the lower middle of the picture, in a box of 3.7\u00a0% of its area'],
  [[89, 59, 90, 60], 'in the lower right of the picture, in a box of <\u00a00.1\u00a0% of its area'],
  [[0, 0, 90, 60], 'all over the picture, and is strongest in the upper right'],
] as const)('%j lies %s', (box, words) => expect(placeInWords(box, picture, [80, 10], english)).toBe(words));

it('is strongest at the middle of the largest value', () => {
  const map = { width: 3, height: 2, values: [-4, -2, -3, -5, -9, -1.5] };
  expect(strongest(map, picture)).toEqual([75, 45]);
});
