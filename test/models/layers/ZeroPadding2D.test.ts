import { describe, expect, it } from 'vitest';
import { convert, layer, operators, picture, run } from '../tiny-keras.ts';

describe('ZeroPadding2D', () => {
  it('adds rows and columns of zeros on each side by its own count', async () => {
    const model = convert([
      picture(1),
      layer('ZeroPadding2D', 'p', ['in'], {
        padding: [
          [1, 0],
          [2, 1],
        ],
      }),
    ]);
    expect(await run(model, { shape: [1, 1, 1, 2], values: [7, 8] })).toEqual({
      shape: [1, 1, 2, 5],
      values: [0, 0, 0, 0, 0].concat([0, 0, 7, 8, 0]),
    });
  });

  it('is one Pad for all who need it, and none for a convolution', async () => {
    const layers = [
      picture(1),
      layer('ZeroPadding2D', 'p', ['in']),
      layer('Conv2D', 'c', ['p']),
      layer('Activation', 'a', ['p']),
      layer('Add', 'sum', ['c', 'a', 'p']),
    ];
    const model = convert(layers, { 'c/kernel': { shape: [1, 1, 1, 1], values: [10] } });
    expect(operators(model).toSorted()).toEqual(['Add', 'Add', 'Conv', 'Pad', 'Relu']);
    // −3 → −30 + 0 − 3.
    expect((await run(model, { shape: [1, 1, 1, 1], values: [-3] })).values).toEqual([0, 0, 0, 0, -33, 0, 0, 0, 0]);
  });

  it('refuses a padding that is not a pair of pairs', () => {
    expect(() => convert([picture(1), layer('ZeroPadding2D', 'p', ['in'], { padding: [1, 1] })])).toThrow(
      'option padding of layer "p" should be a list.',
    );
  });
});
