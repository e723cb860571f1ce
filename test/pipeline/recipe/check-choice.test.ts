/** What is given for each picture is there for each picture, or it is an error: never a default for some of them. */
import { expect, test } from 'vitest';
import { checkAtEach, checkTargets } from '../../../src/pipeline/recipe/check-choice.ts';
import type { PerPicture } from '../../../src/pipeline/recipe/target.ts';

test.each<[unknown, string]>([
  [{ each: [1] }, 'One class for each of 2 pictures was expected; there are 1.'],
  [{ each: [1, 2, 3] }, 'One class for each of 2 pictures was expected; there are 3.'],
  [{ each: 'ab' }, 'One class for each of 2 pictures was expected; there are "ab".'],
])('classes %j of two pictures are refused', (target, message) => {
  expect(() => checkTargets(target as PerPicture, 2, 5)).toThrow(
    expect.objectContaining({ code: 'bad-option', message }),
  );
});

test.each<[unknown, string]>([
  [{ each: [1, undefined] }, 'There is no class undefined'],
  [{ each: [null, 1] }, 'There is no class object'],
  [null, 'There is no class object'],
])('no class is unknown: %j', (target, message) => {
  expect(() => checkTargets(target as PerPicture, 2, 5)).toThrow(
    expect.objectContaining({ code: 'unknown-class', message: expect.stringContaining(message) as string }),
  );
});

test('a class for each picture, or one for all of them', () => {
  expect(() => checkTargets({ each: [1, 'predicted'] }, 2, 5)).not.toThrow();
  expect(() => checkTargets(4, 2, 5)).not.toThrow();
});

const boxes = [[[0, 0, 5, 5]], []];

test.each<[unknown, string]>([
  [[[]], 'One list of true boxes for each of 2 pictures was expected; there are 1.'],
  [null, 'One list of true boxes for each of 2 pictures was expected; there are null.'],
  [[[], [[0, 0, 5]]], 'The true boxes of picture 1 are not valid;'],
  [[[[0, 0, NaN, 5]], []], 'The true boxes of picture 0 are not valid;'],
  [[[], [[5, 0, 5, 5]]], 'The true boxes of picture 1 are not valid;'],
  [[[], 'none'], 'The true boxes of picture 1 are not valid;'],
])('true boxes %j of two pictures are refused', (truths, message) => {
  expect(() => checkAtEach({ thresholds: [0.5], truths }, 2)).toThrow(
    expect.objectContaining({ code: 'bad-option', message: expect.stringContaining(message) as string }),
  );
});

test('true boxes of each picture, of some of them none', () => {
  expect(() => checkAtEach({ thresholds: [0.5], truths: boxes }, 2)).not.toThrow();
  expect(() => checkAtEach({ thresholds: [0.5] }, 2)).not.toThrow();
});
