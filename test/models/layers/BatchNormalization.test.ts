import { describe, expect, it } from 'vitest';
import { constant, convert, layer, operators, picture, run, type SavedLayer, type Tensor } from '../tiny-keras.ts';

const vector = (...values: number[]): Tensor => ({ shape: [values.length], values });

/** Epsilon is 1, so the deviations are 2 and 4: channel 0 → 6·(x − 1)/2 + 10, channel 1 → 8·(x − 2)/4 − 10. */
const statistics = {
  'bn/gamma': vector(6, 8),
  'bn/beta': vector(10, -10),
  'bn/moving_mean': vector(1, 2),
  'bn/moving_variance': vector(3, 15),
};
/** One channel → two: 3x + 1 and 5x + 2. */
const convolution = layer('Conv2D', 'c', ['in'], { filters: 2, use_bias: true });
const weights = {
  'c/kernel': { shape: [1, 1, 1, 2], values: [3, 5] },
  'c/bias': vector(1, 2),
  ...statistics,
};
const normalization = (input: string, options = {}): SavedLayer => layer('BatchNormalization', 'bn', [input], options);
/** Pixels 1 and 7. */
const pixels = { shape: [1, 1, 1, 2], values: [1, 7] };

describe('BatchNormalization', () => {
  it('folds into the convolution before it', async () => {
    const model = convert([picture(1), convolution, normalization('c')], weights);
    expect(operators(model)).toEqual(['Conv']);
    // x = 1: 4 → 19, 7 → 0; x = 7: 22 → 73, 37 → 60.
    expect((await run(model, pixels)).values).toEqual([19, 73, 0, 60]);
    expect(constant(model, 'c/kernel')).toEqual([9, 10]);
    expect(constant(model, 'c/bias')).toEqual([10, -10]);
  });

  it('folds together with the border of zeros before the convolution', async () => {
    const model = convert(
      [
        picture(1),
        layer('ZeroPadding2D', 'p', ['in']),
        { ...convolution, inbound_nodes: [[['p', 0, 0, {}]]] },
        normalization('c'),
      ],
      weights,
    );
    expect(operators(model)).toEqual(['Conv']);
    const { shape, values } = await run(model, { shape: [1, 1, 1, 1], values: [1] });
    expect(shape).toEqual([1, 2, 3, 3]);
    expect(values).toEqual([10, 10, 10, 10, 19, 10, 10, 10, 10].concat([-10, -10, -10, -10, 0, -10, -10, -10, -10]));
  });

  it('folds in float64 and rounds once', () => {
    const options = { epsilon: 0.001, center: false };
    const model = convert([picture(1), layer('Conv2D', 'c', ['in']), normalization('c', options)], {
      'c/kernel': { shape: [1, 1, 1, 1], values: [0.7] },
      'bn/gamma': vector(0.9),
      'bn/moving_mean': vector(0),
      'bn/moving_variance': vector(0.37),
    });
    // 0.7 · 0.9 / √(0.37 + 0.001) from the float32 values; rounding each step would give 1.0343166589736938.
    expect(constant(model, 'c/kernel')).toEqual([1.0343167781829834]);
  });

  it('stays a node of its own where no convolution comes before', async () => {
    const model = convert([picture(2), normalization('in')], statistics);
    expect(operators(model)).toEqual(['BatchNormalization']);
    const { values } = await run(model, { shape: [1, 2, 1, 1], values: [5, 6] });
    expect(values[0]).toBeCloseTo(22, 5);
    expect(values[1]).toBeCloseTo(-2, 5);
  });

  it('stays a node of its own where another layer sees the convolution too', async () => {
    const model = convert([picture(1), convolution, normalization('c'), layer('Add', 'sum', ['bn', 'c'])], weights);
    expect(operators(model)).toEqual(['Conv', 'BatchNormalization', 'Add']);
    const { values } = await run(model, pixels);
    for (const [index, value] of [19 + 4, 73 + 22, 0 + 7, 60 + 37].entries())
      expect(values[index]).toBeCloseTo(value, 4);
  });

  it('stays a node of its own behind an activation', async () => {
    const rectified = layer('Conv2D', 'c', ['in'], { filters: 2, use_bias: true, activation: 'relu' });
    const model = convert([picture(1), rectified, normalization('c')], weights);
    expect(operators(model)).toEqual(['Conv', 'Relu', 'BatchNormalization']);
    // x = −1: both channels are cut to 0 → 7 and −14.
    const { values } = await run(model, { shape: [1, 1, 1, 1], values: [-1] });
    expect(values[0]).toBeCloseTo(7, 5);
    expect(values[1]).toBeCloseTo(-14, 5);
  });

  it('does without gamma and beta where the layer has none', async () => {
    const model = convert([picture(1), convolution, normalization('c', { scale: false, center: false })], weights);
    // (4 − 1)/2 and (7 − 2)/4.
    expect((await run(model, { shape: [1, 1, 1, 1], values: [1] })).values).toEqual([1.5, 1.25]);
  });

  it('refuses another axis by name', () => {
    expect(() => convert([picture(2), normalization('in', { axis: [1] })], statistics)).toThrow(
      'Layer "bn" (BatchNormalization): option axis is [1], the converter needs [3].',
    );
  });
});
