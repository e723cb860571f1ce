import { expect, it } from 'vitest';
import { readClass, readClasses, searchNames } from '../../../src/ui/explain/class-names.ts';

const classes = ['tench', 'crane', 'German shepherd', 'crane'];

it('tells classes of one name apart by their index', () => {
  expect(searchNames(classes)).toEqual(['tench', 'crane (1)', 'German shepherd', 'crane (3)']);
});

it.each([
  ['German shepherd', 2],
  ['  german SHEPHERD ', 2],
  ['crane (3)', 3],
  ['crane', 1],
  ['3', 3],
])('readClass(%j) is %s', (text, index) => {
  expect(readClass(text, classes)).toBe(index);
  expect(readClasses(text, classes)).toBe(index);
});

it.each(['unicorn', '4', 'crane (2)'])('there is no class %j', (text) => {
  expect(() => readClasses(text, classes)).toThrow(expect.objectContaining({ code: 'unknown-class' }));
});

it('takes sums of classes', () => {
  expect(readClasses('tench - German shepherd', classes)).toEqual([
    { index: 0, weight: 1 },
    { index: 2, weight: -1 },
  ]);
  expect(() => readClass('tench + 1', classes)).toThrow(expect.objectContaining({ code: 'bad-option' }));
});

it('takes one class where one is expected', () => {
  expect(() => readClass('predicted', classes)).toThrow(expect.objectContaining({ code: 'bad-option' }));
});
