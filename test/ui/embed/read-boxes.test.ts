import { expect, it } from 'vitest';
import { CamLensError } from '../../../src/errors.ts';
import { readBoxes } from '../../../src/ui/embed/read-boxes.ts';

it.each([
  ['', []],
  [' 1 2  3.5 4 ', [[1, 2, 3.5, 4]]],
  [
    '0 0 10 20, 5 5 6 6',
    [
      [0, 0, 10, 20],
      [5, 5, 6, 6],
    ],
  ],
] as const)('%j is %j', (text, boxes) => expect(readBoxes(text)).toEqual(boxes));

it.each(['1 2 3', '1 2 3 4 5', '3 2 1 4', '1 4 3 2', '1 2 1 4', 'a b c d', '1 2 3 Infinity', '1 2 3 4,'])(
  '%j is refused',
  (text) => {
    let refusal: unknown;
    try {
      readBoxes(text);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(CamLensError);
    expect(refusal).toMatchObject({ code: 'bad-option' });
  },
);
