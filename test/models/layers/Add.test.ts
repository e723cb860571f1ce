import { describe, expect, it } from 'vitest';
import { convert, layer, operators, picture, run } from '../tiny-keras.ts';

const relu = layer('Activation', 'a', ['in']);

describe('Add', () => {
  it('adds two values', async () => {
    const model = convert([picture(1), relu, layer('Add', 'sum', ['in', 'a'])]);
    expect((await run(model, { shape: [1, 1, 1, 2], values: [-2, 3] })).values).toEqual([-2, 6]);
  });

  it('adds more than two', async () => {
    const model = convert([picture(1), relu, layer('Add', 'sum', ['in', 'a', 'in', 'a'])]);
    expect(operators(model)).toEqual(['Relu', 'Add', 'Add', 'Add']);
    expect((await run(model, { shape: [1, 1, 1, 2], values: [-2, 3] })).values).toEqual([-4, 12]);
  });

  it('refuses values of different shapes, and fewer than two', () => {
    const wide = layer('Conv2D', 'c', ['in'], { filters: 2 });
    const weights = { 'c/kernel': { shape: [1, 1, 1, 2], values: [1, 1] } };
    expect(() => convert([picture(1), wide, layer('Add', 'sum', ['in', 'c'])], weights)).toThrow(
      'Layer "sum" (Add) adds values of different shapes: input with 1 channels, c with 2 channels.',
    );
    expect(() => convert([picture(1), layer('Add', 'sum', ['in'])])).toThrow(
      '"sum" (Add) needs at least two inputs; it has 1',
    );
  });
});
