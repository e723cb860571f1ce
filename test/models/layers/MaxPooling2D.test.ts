import { describe, expect, it } from 'vitest';
import { convert, integers, layer, operators, picture, run } from '../tiny-keras.ts';

const negative = { shape: [1, 1, 2, 2], values: [-1, -2, -3, -4] };
const three = { pool_size: [3, 3] };

describe('MaxPooling2D', () => {
  it('takes the maximum of every window', async () => {
    const model = convert([picture(1), layer('MaxPooling2D', 'pool', ['in'], { strides: [1, 2] })]);
    const { shape, values } = await run(model, {
      shape: [1, 1, 3, 4],
      values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    });
    expect(shape).toEqual([1, 1, 2, 2]);
    expect(values).toEqual([6, 8, 10, 12]);
  });

  it('lets zeros win over negative values: the border stays a Pad', async () => {
    const model = convert([
      picture(1),
      layer('ZeroPadding2D', 'p', ['in']),
      layer('MaxPooling2D', 'pool', ['p'], three),
    ]);
    expect(operators(model)).toEqual(['Pad', 'MaxPool']);
    expect((await run(model, negative)).values).toEqual([0, 0, 0, 0]);
  });

  it('takes in the border after a ReLU, where it cannot matter', async () => {
    const layers = [
      picture(1),
      layer('Activation', 'relu', ['in']),
      layer('ZeroPadding2D', 'p', ['relu'], {
        padding: [
          [1, 0],
          [0, 2],
        ],
      }),
      layer('MaxPooling2D', 'pool', ['p'], three),
    ];
    const model = convert(layers);
    expect(operators(model)).toEqual(['Relu', 'MaxPool']);
    expect(integers(model, 'MaxPool', 'pads')).toEqual([1, 0, 0, 2]);
    // 0 0 0 0 / 0 7 0 0 / 5 0 0 0, three rows high: one row of windows, two columns.
    expect(await run(model, { shape: [1, 1, 2, 2], values: [-1, 7, 5, -2] })).toEqual({
      shape: [1, 1, 1, 2],
      values: [7, 7],
    });
  });

  it('keeps a border as wide as its window, where some windows see nothing else', async () => {
    const layers = [
      picture(1),
      layer('Activation', 'relu', ['in']),
      layer('ZeroPadding2D', 'p', ['relu'], {
        padding: [
          [2, 2],
          [0, 0],
        ],
      }),
      layer('MaxPooling2D', 'pool', ['p'], { pool_size: [2, 1] }),
    ];
    const model = convert(layers);
    expect(operators(model)).toEqual(['Relu', 'Pad', 'MaxPool']);
    expect((await run(model, { shape: [1, 1, 1, 1], values: [5] })).values).toEqual([0, 5, 5, 0]);
  });

  it('knows that sums and maxima of what is never negative are not either', async () => {
    const layers = [
      picture(1),
      layer('Activation', 'a', ['in']),
      layer('MaxPooling2D', 'm', ['a'], { pool_size: [1, 1] }),
      layer('Add', 'sum', ['a', 'm']),
      layer('ZeroPadding2D', 'p', ['sum']),
      layer('MaxPooling2D', 'pool', ['p'], three),
    ];
    const model = convert(layers);
    expect(operators(model)).not.toContain('Pad');
    expect((await run(model, { shape: [1, 1, 1, 2], values: [-3, 4] })).values).toEqual([8, 8]);
  });

  it('does not trust a sum with a term that may be negative', () => {
    const layers = [
      picture(1),
      layer('Activation', 'a', ['in']),
      layer('Add', 'sum', ['a', 'in']),
      layer('ZeroPadding2D', 'p', ['sum']),
      layer('MaxPooling2D', 'pool', ['p'], three),
    ];
    expect(operators(convert(layers))).toEqual(['Relu', 'Add', 'Pad', 'MaxPool']);
  });

  it('pads "same" with nothing at all: negative values stay', async () => {
    const model = convert([picture(1), layer('MaxPooling2D', 'pool', ['in'], { padding: 'same' })]);
    expect(await run(model, negative)).toEqual({ shape: [1, 1, 2, 2], values: [-1, -2, -3, -4] });
  });

  it('keeps a border of zeros apart from a "same" of its own', async () => {
    const layers = [
      picture(1),
      layer('Activation', 'a', ['in']),
      layer('ZeroPadding2D', 'p', ['a'], {
        padding: [
          [1, 0],
          [0, 0],
        ],
      }),
      layer('MaxPooling2D', 'pool', ['p'], { pool_size: [2, 1], padding: 'same' }),
    ];
    const model = convert(layers);
    expect(operators(model)).toEqual(['Relu', 'Pad', 'MaxPool']);
    expect((await run(model, { shape: [1, 1, 1, 1], values: [5] })).values).toEqual([5, 5]);
  });

  it('refuses "same" with strides by name', () => {
    expect(() =>
      convert([picture(1), layer('MaxPooling2D', 'pool', ['in'], { padding: 'same', strides: [2, 2] })]),
    ).toThrow('Layer "pool" (MaxPooling2D): option padding is "same"');
  });
});
