import { expect, it } from 'vitest';
import { groupLayers } from '../../../src/ui/model/group-layers.ts';

it.each([
  ['none', [], []],
  ['all that fit together', [2, 3, 5], [[2, 3, 5]]],
  [
    'as many together as fit, in order',
    [6, 4, 1, 9],
    [
      [6, 4],
      [1, 9],
    ],
  ],
  ['one that is too large, alone', [1, 11, 1], [[1], [11], [1]]],
  ['one of unknown size, alone', [1, undefined, 1], [[1], [undefined], [1]]],
] as const)('groups %s', (_, sizes, expected) => expect(groupLayers(sizes, (size) => size, 10)).toEqual(expected));
