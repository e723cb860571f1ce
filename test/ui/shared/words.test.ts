import { expect, it } from 'vitest';
import { boxInWords, milliseconds, percent, rawValue, timeLeft, wholePercent } from '../../../src/ui/shared/words.ts';

it.each([
  [0.98714, '98.7\u00a0%'],
  [1, '100.0\u00a0%'],
  [0.9994, '99.9\u00a0%'],
  [0.9996, '>\u00a099.9\u00a0%'],
  [0.0009, '<\u00a00.1\u00a0%'],
  [0, '0.0\u00a0%'],
])('percent(%f) is %s', (share, text) => expect(percent(share)).toBe(text));

it.each([
  [0.9871, '99\u00a0%'],
  [0.996, '>\u00a099\u00a0%'],
  [0.001, '<\u00a01\u00a0%'],
  [0, '0\u00a0%'],
  [1, '100\u00a0%'],
])('wholePercent(%f) is %s', (share, text) => expect(wholePercent(share)).toBe(text));

it.each([
  [0, '0'],
  [34.5678, '34.6'],
  [-2.3456, '−2.35'],
  [0.000123, '1.23e-4'],
  [123456, '1.23e+5'],
])('rawValue(%f) is %s', (value, text) => expect(rawValue(value)).toBe(text));

it.each([
  [0.42, '0.4\u00a0ms'],
  [412.6, '413\u00a0ms'],
  [20123, '20,123\u00a0ms'],
])('milliseconds(%f) is %s', (time, text) => expect(milliseconds(time)).toBe(text));

it('says a box as two ranges', () => {
  expect(boxInWords([38, 27, 908, 727])).toBe('x 38 to 908, y 27 to 727');
});

it.each([
  [900, 'almost done'],
  [4_100, 'about 5\u00a0s left'],
  [41_000, 'about 45\u00a0s left'],
  [91_000, 'about 2\u00a0minutes left'],
])('timeLeft(%i) is %s', (time, text) => expect(timeLeft(time)).toBe(text));
