import { expect, it } from 'vitest';
import { distance, nearest } from '../../cli/nearest.ts';

it.each([
  ['', '', 0],
  ['cam', 'cam', 0],
  ['', 'cam', 3],
  ['cam', 'scam', 1],
  ['method', 'mehtod', 1],
  ['kitten', 'sitting', 3],
  ['ca', 'abc', 3],
  ['a'.repeat(65), 'a', Infinity],
])('%s and %s are %d changes apart', (a, b, changes) => {
  expect([distance(a, b), distance(b, a)]).toEqual([changes, changes]);
});

it.each([
  ['evalaute', 'evaluate'],
  ['EXPLAIN', 'explain'],
  ['xplain', 'explain'],
  ['meth', 'method'],
  ['ex', undefined],
  ['e', undefined],
  ['explode', undefined],
  ['', undefined],
])('for %s %s is meant', (typed, meant) => {
  expect(nearest(typed, ['explain', 'evaluate', 'export', 'method'])).toBe(meant);
});
