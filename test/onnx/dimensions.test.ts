/** Arithmetic on dimensions of which only the name is known. */
import { describe, expect, it } from 'vitest';
import { broadcastShapes, productOf, quotientOf, sameDimension, shiftDimension } from '../../src/onnx/dimensions.ts';

describe('shiftDimension', () => {
  it.each([
    [5, -2, 3],
    ['h', 0, 'h'],
    ['h', 2, 'h+2'],
    ['h+2', -2, 'h'],
    ['h+2', -5, 'h-3'],
    ['floor((h-1)/2)+1', 1, 'floor((h-1)/2)+2'],
    ['', 3, ''],
  ] as const)('%s by %i is %s', (dimension, by, expected) => {
    expect(shiftDimension(dimension, by)).toBe(expected);
  });
});

describe('broadcastShapes', () => {
  it.each([
    [
      [2, 1, 3],
      [4, 1],
      [2, 4, 3],
    ],
    [['n', 3], [3], ['n', 3]],
    [
      ['n', 'h'],
      ['n', 'h'],
      ['n', 'h'],
    ],
    [['h'], ['w'], ['']],
    [['h'], [5], [5]],
    [[''], [''], ['']],
  ] as const)('%j and %j give %j', (a, b, expected) => {
    expect(broadcastShapes(a, b)).toEqual(expected);
  });
});

describe('products', () => {
  it('multiply numbers, keep a single name, and give up on the rest', () => {
    expect(productOf([2, 3])).toBe(6);
    expect(productOf(['n', 1])).toBe('n');
    expect(productOf(['n', 2])).toBe('');
    expect(productOf(['h', 'w'])).toBe('');
  });
  it('cancel against equal names', () => {
    expect(quotientOf(['n', 8, 'h'], ['h', 'n', 2])).toBe(4);
    expect(quotientOf(['n', 8], [8])).toBe('n');
    expect(quotientOf(['n', 8], ['m'])).toBe('');
  });
});

it('an unknown dimension equals nothing, itself included', () => {
  expect(sameDimension('', '')).toBe(false);
  expect(sameDimension('h', 'h')).toBe(true);
  expect(sameDimension(3, 4)).toBe(false);
});
