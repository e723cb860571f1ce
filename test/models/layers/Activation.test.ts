import { describe, expect, it } from 'vitest';
import { convert, layer, operators, picture, run } from '../tiny-keras.ts';

const pixels = { shape: [1, 1, 1, 3], values: [-2, 0, 3] };

describe('Activation', () => {
  it('rectifies', async () => {
    const model = convert([picture(1), layer('Activation', 'a', ['in'])]);
    expect((await run(model, pixels)).values).toEqual([0, 0, 3]);
  });

  it('passes "linear" on', async () => {
    const model = convert([picture(1), layer('Activation', 'a', ['in'], { activation: 'linear' })]);
    expect(operators(model)).toEqual(['Identity']);
    expect((await run(model, pixels)).values).toEqual([-2, 0, 3]);
  });

  it('loses a softmax at the end of the model: the layer before it is the output', async () => {
    const layers = [
      picture(1),
      layer('GlobalAveragePooling2D', 'gap', ['in']),
      layer('Dense', 'fc', ['gap']),
      layer('Activation', 'softmax', ['fc'], { activation: 'softmax' }),
    ];
    const model = convert(layers, { 'fc/kernel': { shape: [1, 1], values: [9] } });
    expect(operators(model).at(-1)).toBe('Gemm');
    expect(await run(model, pixels)).toEqual({ shape: [1, 1], values: [3] });
  });

  it('refuses a function that it does not know, by name', () => {
    expect(() => convert([picture(1), layer('Activation', 'a', ['in'], { activation: 'swish' })])).toThrow(
      'Layer "a" (Activation): option activation is "swish", the converter needs "linear" or "relu".',
    );
  });
});
