import { expect, it } from 'vitest';
import { classNamed, searchNames } from '../../src/ui/class-names.ts';

const classes = ['tench', 'crane', 'German shepherd', 'crane'];

it('tells classes of one name apart by their index', () => {
  expect(searchNames(classes)).toEqual(['tench', 'crane (1)', 'German shepherd', 'crane (3)']);
});

it.each([
  ['German shepherd', 2],
  ['  german SHEPHERD ', 2],
  ['crane (3)', 3],
  ['crane', 1],
  ['unicorn', undefined],
  ['', undefined],
])('classNamed(%j) is %s', (text, index) => expect(classNamed(classes, text)).toBe(index));
