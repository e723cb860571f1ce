import { expect, test } from 'vitest';
import {
  checkTarget,
  classesOf,
  describeTarget,
  targetOf,
  targetRows,
  type Target,
} from '../../../src/pipeline/recipe/target.ts';

const names = ['ant', 'bee', 'cat', 'dog', 'eel'];
const sum = (...pairs: readonly (readonly [number, number])[]): Target =>
  pairs.map(([index, weight]) => ({ index, weight }));

test.each<[Target, number[]]>([
  ['predicted', [0, 0, 0, 0]],
  [2, [0, 0, 1, 0]],
  [sum([0, 0.5], [3, -2]), [0.5, 0, 0, -2]],
  [sum([1, 2], [1, -0.5]), [0, 1.5, 0, 0]],
])('%j has the same row of weights for every picture', (target, row) => {
  expect([...targetRows(target, 2, 4)]).toEqual([...row, ...row]);
});

test('each picture of a batch may have a target of its own', () => {
  const each = { each: [1, 'predicted', sum([0, 2])] } as const;
  expect([0, 1, 2].map((picture) => targetOf(each, picture))).toEqual(each.each);
  expect([...targetRows(each, 3, 2)]).toEqual([0, 1, 0, 0, 2, 0]);
  expect(targetOf(3, 1)).toBe(3);
});

test('the class predicted takes the place of "predicted" alone', () => {
  expect(classesOf('predicted', 3)).toEqual([{ index: 3, weight: 1 }]);
  expect(classesOf(1, 3)).toEqual([{ index: 1, weight: 1 }]);
  expect(classesOf(sum([0, 2]), 3)).toEqual([{ index: 0, weight: 2 }]);
});

test.each<[Target, object]>([
  ['predicted', { index: 3, name: 'dog' }],
  [1, { index: 1, name: 'bee' }],
  [sum([0, 1], [4, -1]), { index: 0, name: 'ant − eel', weights: sum([0, 1], [4, -1]) }],
  [sum([0, -1], [1, 0.5]), { index: 1, name: '−ant + 0.5 · bee', weights: sum([0, -1], [1, 0.5]) }],
  [
    sum([4, 1], [3, 1], [2, 3], [1, 1], [0, 1]),
    { index: 2, name: 'eel + dog + 3 · cat and 2 more', weights: sum([4, 1], [3, 1], [2, 3], [1, 1], [0, 1]) },
  ],
])('%j is told as %j', (target, expected) => {
  expect(describeTarget(target, 3, names)).toEqual(expected);
});

test.each<Target>(['predicted', 0, 4, sum([0, 1], [1, -1]), sum([4, 1e-3])])('%j can be explained', (target) => {
  expect(() => checkTarget(target, 5)).not.toThrow();
});

test.each<[Target, string, string]>([
  [5, 'unknown-class', 'There is no class 5; the indices are 0 to 4.'],
  [sum([0, 1], [-1, 1]), 'unknown-class', 'There is no class -1'],
  [sum([0.5, 1]), 'unknown-class', 'There is no class 0.5'],
  [sum([1, NaN]), 'bad-option', 'The weight of class 1 is NaN'],
  [sum([1, Infinity], [2, 1]), 'bad-option', 'The weight of class 1 is Infinity'],
  [sum([1, 2], [1, -2]), 'bad-option', 'not zero'],
  [[], 'bad-option', 'not zero'],
])('%j is refused: %s', (target, code, words) => {
  expect(() => checkTarget(target, 5)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(words) as string }) as Error,
  );
});
