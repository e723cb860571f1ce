import { describe, expect, it } from 'vitest';
import { constant, convert, integers, layer, operators, picture, run, type SavedLayer } from '../tiny-keras.ts';

const pooled = layer('GlobalAveragePooling2D', 'gap', ['in']);
const dense = (options = {}): SavedLayer => layer('Dense', 'fc', ['gap'], { units: 3, ...options });
const weights = {
  // Two inputs, three units.
  'fc/kernel': { shape: [2, 3], values: [1, 2, 3, 4, 5, 6] },
  'fc/bias': { shape: [3], values: [0.5, 0, -100] },
};
const pixel = { shape: [1, 2, 1, 1], values: [10, 1] };

describe('Dense', () => {
  it('multiplies by its kernel and adds its bias', async () => {
    const model = convert([picture(2), pooled, dense({ use_bias: true })], weights);
    expect(await run(model, pixel)).toEqual({ shape: [1, 3], values: [14.5, 25, -64] });
  });

  it('is a Gemm over weights [units, inputs]', () => {
    const model = convert([picture(2), pooled, dense()], { 'fc/kernel': weights['fc/kernel'] });
    expect(operators(model)).toEqual(['GlobalAveragePool', 'Flatten', 'Gemm']);
    expect(integers(model, 'Gemm', 'transB')).toEqual([]);
    expect(model.graph.node.at(-1)?.attribute.map(({ name, i }) => [name, i])).toEqual([['transB', 1n]]);
    expect(model.graph.initializer.find(({ name }) => name === 'fc/kernel')?.dims).toEqual([3n, 2n]);
    expect(constant(model, 'fc/kernel')).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it('applies an activation of its own', async () => {
    const model = convert([picture(2), pooled, dense({ use_bias: true, activation: 'relu' })], weights);
    expect((await run(model, pixel)).values).toEqual([14.5, 25, 0]);
  });

  it('loses the softmax at the end of the model', async () => {
    const model = convert([picture(2), pooled, dense({ use_bias: true, activation: 'softmax' })], weights);
    expect((await run(model, pixel)).values).toEqual([14.5, 25, -64]);
  });

  it('refuses a softmax before the end, and a map as input', () => {
    const layers = [picture(2), pooled, dense({ activation: 'softmax' }), layer('Activation', 'end', ['fc'])];
    expect(() => convert(layers, weights)).toThrow(
      'Layer "fc" (Dense): option activation is "softmax", the converter needs "linear" or "relu".',
    );
    expect(() => convert([picture(2), layer('Dense', 'fc', ['in'])])).toThrow(
      '"fc" (Dense): the converter needs a pooled',
    );
  });
});
