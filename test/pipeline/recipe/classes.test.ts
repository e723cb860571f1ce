import { expect, test } from 'vitest';
import { classNamed, predictedClass, rankClasses, rankOf, softmax } from '../../../src/pipeline/recipe/classes.ts';

const names = ['tench', 'German shepherd', 'crane (bird)', 'crane (machine)', 'black-and-tan coonhound'];

test('softmax by hand: logits ln 1, ln 2, ln 5', () => {
  const probabilities = softmax([0, Math.log(2), Math.log(5)]);
  expect(probabilities[0]).toBeCloseTo(1 / 8, 12);
  expect(probabilities[1]).toBeCloseTo(2 / 8, 12);
  expect(probabilities[2]).toBeCloseTo(5 / 8, 12);
});

test('softmax of huge logits stays finite', () => {
  expect(Array.from(softmax([1000, 1000, -1000]))).toEqual([0.5, 0.5, 0]);
});

test('classes are ranked by logit, ties by index', () => {
  const ranked = rankClasses([1, 3, 3, -2, 0], names, 3);
  expect(ranked.map(({ index, name, logit }) => [index, name, logit])).toEqual([
    [1, 'German shepherd', 3],
    [2, 'crane (bird)', 3],
    [0, 'tench', 1],
  ]);
});

test.each([
  ['predicted', 'predicted'],
  ['3', 3],
  ['German_shepherd', 1],
  ['german shepherd', 1],
  ['Black and tan coonhound', 4],
])('class %s is %s', (wanted, expected) => {
  expect(classNamed(wanted, names)).toBe(expected);
});

test.each([
  ['5', 'the indices are 0 to 4'],
  ['crane', 'did you mean crane (bird), crane (machine)?'],
  ['zeppelin', 'an index from 0 to 4 or a class name'],
  ['', 'an index from 0 to 4 or a class name'],
  ['-1', 'an index from 0 to 4 or a class name'],
])('class "%s" is refused in words', (wanted, words) => {
  expect(() => classNamed(wanted, names)).toThrow(words);
});

test('ranks by hand: of equal logits the lower index comes first', () => {
  const logits = [2, 7, 7, -1, 2];
  expect(logits.map((_, index) => rankOf(logits, index))).toEqual([3, 1, 2, 5, 4]);
  expect(predictedClass(logits)).toBe(1);
});

test.each([NaN, Infinity, -Infinity])('logits with %s have no order: neither a rank nor a predicted class', (value) => {
  const logits = [2, value, 3];
  const message = `The score of class 1 is ${value}`;
  expect(() => predictedClass(logits)).toThrow(message);
  for (const wanted of [0, 1, 2]) expect(() => rankOf(logits, wanted)).toThrow(message);
});
