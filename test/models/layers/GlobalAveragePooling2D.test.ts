import { describe, expect, it } from 'vitest';
import { convert, layer, operators, picture, run } from '../tiny-keras.ts';

describe('GlobalAveragePooling2D', () => {
  it('is the mean over space, [batch, channels]', async () => {
    const model = convert([picture(2), layer('GlobalAveragePooling2D', 'gap', ['in'])]);
    expect(operators(model)).toEqual(['GlobalAveragePool', 'Flatten']);
    const values = [1, 2, 3, 6].concat([-1, -1, -1, -5], [0, 0, 0, 4], [8, 0, 0, 0]);
    expect(await run(model, { shape: [2, 2, 2, 2], values })).toEqual({ shape: [2, 2], values: [3, -2, 1, 2] });
  });

  it('refuses to keep the axes, by name', () => {
    expect(() => convert([picture(2), layer('GlobalAveragePooling2D', 'gap', ['in'], { keepdims: true })])).toThrow(
      'Layer "gap" (GlobalAveragePooling2D): option keepdims is true, the converter needs false.',
    );
  });
});
