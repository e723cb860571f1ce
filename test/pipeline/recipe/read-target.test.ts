import { expect, test } from 'vitest';
import { readTarget } from '../../../src/pipeline/recipe/read-target.ts';
import { checkTarget } from '../../../src/pipeline/recipe/target.ts';

const names = ['tench', 'German shepherd', 'crane (bird)', 'black-and-tan coonhound', "jack-o'-lantern", 'up - down'];

test.each([
  ['predicted', 'predicted'],
  ['3', 3],
  [' german  shepherd ', 1],
  ['"German shepherd"', 1],
  ["jack-o'-lantern", 4],
  ['up - down', 5],
  ['2..2', 2],
  ['1 * tench', 0],
  ['tench + 1 - 1', 0],
] as const)('%s is one class', (text, expected) => {
  expect(readTarget(text, names)).toBe(expected);
});

/** Pairs of index and weight. */
test.each([
  ['German shepherd - tench', [1, 1], [0, -1]],
  ['German shepherd − tench', [1, 1], [0, -1]],
  ['Black-and-tan coonhound + 0', [3, 1], [0, 1]],
  ['- 2', [2, -1]],
  ['−tench', [0, -1]],
  ['1..3', [1, 1], [2, 1], [3, 1]],
  ['0.5 * 0 + 0.5 * 2', [0, 0.5], [2, 0.5]],
  ['2·tench - .25 * 1 .. 2', [0, 2], [1, -0.25], [2, -0.25]],
  ['3 * crane (bird)', [2, 3]],
  ['0..2 - 1', [0, 1], [2, 1]],
  ['tench + tench', [0, 2]],
  ['"up - down" - "jack-o\'-lantern"', [5, 1], [4, -1]],
] as const)('%s is a sum', (text, ...expected) => {
  const target = readTarget(text, names);
  expect(target).toEqual(expected.map(([index, weight]) => ({ index, weight })));
  expect(() => checkTarget(target, names.length)).not.toThrow();
});

test.each([
  ['6', 'unknown-class', 'the indices are 0 to 5'],
  ['0..6', 'unknown-class', 'There is no class 6'],
  ['tench - crane', 'unknown-class', 'did you mean crane (bird)?'],
  ['zeppelin', 'unknown-class', 'There is no class "zeppelin"'],
  ['', 'bad-option', 'joined by " + " or " - "'],
  ['tench + "" - 1', 'bad-option', 'joined by " + " or " - "'],
  ['"tench', 'bad-option', 'joined by " + " or " - "'],
  ['3..1', 'bad-option', '1..3 was expected'],
  ['1 - German shepherd', 'bad-option', 'nothing is left'],
  ['0 * tench', 'bad-option', 'nothing is left'],
  ['predicted - tench', 'bad-option', 'must stand alone'],
  ['-predicted', 'bad-option', 'must stand alone'],
])('"%s" is refused: %s', (text, code, words) => {
  expect(() => readTarget(text, names)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(words) as string }) as Error,
  );
});
