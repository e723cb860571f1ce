import { describe, expect, it } from 'vitest';
import { convert, integers, layer, operators, picture, run } from '../tiny-keras.ts';

/** 1 2 3 / 4 5 6 / 7 8 9, one channel. */
const nine = { shape: [1, 1, 3, 3], values: [1, 2, 3, 4, 5, 6, 7, 8, 9] };
const square = { shape: [2, 2, 1, 1], values: [1, 2, 3, 4] };

describe('Conv2D', () => {
  it('slides its window and adds its bias', async () => {
    const model = convert([picture(1), layer('Conv2D', 'c', ['in'], { kernel_size: [2, 2], use_bias: true })], {
      'c/kernel': square,
      'c/bias': { shape: [1], values: [10] },
    });
    // 1·1 + 2·2 + 3·4 + 4·5 + 10 = 47, and so on.
    expect(await run(model, nine)).toEqual({ shape: [1, 1, 2, 2], values: [47, 57, 77, 87] });
  });

  it('reads kernels as [height, width, in, out]', async () => {
    const kernel = { shape: [1, 2, 2, 3], values: [1, 2, 3, 4, 5, 6, 100, 200, 300, 400, 500, 600] };
    const model = convert([picture(2), layer('Conv2D', 'c', ['in'], { filters: 3, kernel_size: [1, 2] })], {
      'c/kernel': kernel,
    });
    // Two pixels side by side: channel 0 holds 1 and 2, channel 1 holds 10 and 20.
    const { shape, values } = await run(model, { shape: [1, 2, 1, 2], values: [1, 2, 10, 20] });
    expect(shape).toEqual([1, 3, 1, 1]);
    expect(values).toEqual([41 + 8200, 52 + 10400, 63 + 12600]);
  });

  it('takes strides as [height, width]', async () => {
    const model = convert([picture(1), layer('Conv2D', 'c', ['in'], { strides: [2, 1] })], {
      'c/kernel': { shape: [1, 1, 1, 1], values: [1] },
    });
    expect(await run(model, nine)).toEqual({ shape: [1, 1, 2, 3], values: [1, 2, 3, 7, 8, 9] });
  });

  it('pads "same" with the odd row and column after', async () => {
    const model = convert([picture(1), layer('Conv2D', 'c', ['in'], { kernel_size: [2, 2], padding: 'same' })], {
      'c/kernel': square,
    });
    // Top right: 1·3 + 3·6 = 21; bottom left: 1·7 + 2·8 = 23; bottom right: 1·9.
    expect((await run(model, nine)).values).toEqual([37, 47, 21, 67, 77, 33, 23, 26, 9]);
  });

  it('needs no padding for "same" with strides when the window is one pixel', async () => {
    const model = convert([picture(1), layer('Conv2D', 'c', ['in'], { strides: [2, 2], padding: 'same' })], {
      'c/kernel': { shape: [1, 1, 1, 1], values: [2] },
    });
    expect((await run(model, nine)).values).toEqual([2, 6, 14, 18]);
  });

  it('takes in the border of zeros before it, beside its own', async () => {
    const layers = [
      picture(1),
      layer('ZeroPadding2D', 'p', ['in'], {
        padding: [
          [1, 0],
          [2, 1],
        ],
      }),
      layer('Conv2D', 'c', ['p'], { kernel_size: [2, 2], padding: 'same' }),
    ];
    const model = convert(layers, { 'c/kernel': { shape: [2, 2, 1, 1], values: [1, 1, 1, 1] } });
    expect(operators(model)).toEqual(['Conv']);
    expect(integers(model, 'Conv', 'pads')).toEqual([1, 2, 1, 2]);
    // Over 0 0 0 0 0 / 0 0 1 2 0 / 0 0 3 4 0, each window with its lower and right neighbours.
    expect((await run(model, { shape: [1, 1, 2, 2], values: [1, 2, 3, 4] })).values).toEqual(
      [0, 1, 3, 2, 0].concat([0, 4, 10, 6, 0], [0, 3, 7, 4, 0]),
    );
  });

  it('applies an activation of its own', async () => {
    const model = convert([picture(1), layer('Conv2D', 'c', ['in'], { activation: 'relu' })], {
      'c/kernel': { shape: [1, 1, 1, 1], values: [-1] },
    });
    expect((await run(model, { shape: [1, 1, 1, 3], values: [-5, 0, 5] })).values).toEqual([5, 0, 0]);
  });

  it.each([
    ['padding', { kernel_size: [3, 3], strides: [2, 2], padding: 'same' }],
    ['dilation_rate', { dilation_rate: [2, 2] }],
    ['data_format', { data_format: 'channels_first' }],
    ['groups', { groups: 2 }],
    ['activation', { activation: 'elu' }],
    ['dtype', { dtype: 'float16' }],
    ['kernel_size', { kernel_size: [0, 1] }],
    ['spacing', { spacing: 3 }],
  ])('refuses %s %o by name', (option, options) => {
    const weights = { 'stem/kernel': { shape: [1, 1, 1, 1], values: [1] } };
    expect(() => convert([picture(1), layer('Conv2D', 'stem', ['in'], options)], weights)).toThrow(
      expect.objectContaining({
        code: 'model-unsupported',
        message: expect.stringMatching(new RegExp(`"stem" \\(Conv2D\\): option ${option} is`)) as string,
      }),
    );
  });

  it('refuses a kernel of another shape than its options say', () => {
    const weights = { 'stem/kernel': { shape: [1, 1, 1, 2], values: [1, 2] } };
    expect(() => convert([picture(1), layer('Conv2D', 'stem', ['in'])], weights)).toThrow(
      'The weight "stem/kernel" has the shape [1, 1, 1, 2]; [1, 1, 1, 1] was expected.',
    );
  });
});
