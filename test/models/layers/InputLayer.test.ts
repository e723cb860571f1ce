import { describe, expect, it } from 'vitest';
import { convert, layer, picture } from '../tiny-keras.ts';

describe('InputLayer', () => {
  it('is named "input", channels first, every other size free', () => {
    const { graph } = convert([picture(3), layer('Activation', 'a', ['in'])]);
    const type = graph.input[0]?.type?.value;
    expect(graph.input.map(({ name }) => name)).toEqual(['input']);
    expect(type?.case === 'tensorType' && type.value.shape?.dim.map(({ value }) => value.value)).toEqual([
      'batch',
      3n,
      'height',
      'width',
    ]);
  });

  it('refuses an input that is no picture, by name', () => {
    const flat = layer('InputLayer', 'in', [], { batch_input_shape: [null, 10] });
    expect(() => convert([flat, layer('Activation', 'a', ['in'])])).toThrow(
      'Layer "in" (InputLayer): option batch_input_shape is [null,10]',
    );
  });
});
