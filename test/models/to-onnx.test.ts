import { describe, expect, it } from 'vitest';
import { writeModel } from '../../src/onnx/write.ts';
import { convert, layer, operators, picture, run, type SavedLayer, type Tensor } from './tiny-keras.ts';

/** Every layer class, a residual branch among them: 3x + max(3x, 0) over a border, pooled, halved. */
const layers: readonly SavedLayer[] = [
  picture(1),
  layer('ZeroPadding2D', 'pad', ['in']),
  layer('Conv2D', 'conv', ['pad'], { kernel_size: [3, 3] }),
  layer('BatchNormalization', 'bn', ['conv']),
  layer('Activation', 'relu', ['bn']),
  layer('Add', 'sum', ['relu', 'bn']),
  layer('MaxPooling2D', 'pool', ['sum'], { strides: [2, 2] }),
  layer('GlobalAveragePooling2D', 'gap', ['pool']),
  layer('Dense', 'fc', ['gap'], { units: 2, activation: 'softmax' }),
];
const weights: Readonly<Record<string, Tensor>> = {
  'conv/kernel': { shape: [3, 3, 1, 1], values: [0, 0, 0, 0, 6, 0, 0, 0, 0] },
  'bn/gamma': { shape: [1], values: [1] },
  'bn/beta': { shape: [1], values: [0] },
  'bn/moving_mean': { shape: [1], values: [0] },
  'bn/moving_variance': { shape: [1], values: [3] },
  'fc/kernel': { shape: [1, 2], values: [0.5, -1] },
};

describe('toOnnx', () => {
  it('converts a whole network, its sizes free', async () => {
    const model = convert(layers, weights);
    // Positive values become 6x, negative ones 3x.
    const first = [1, 2, 3, 4].concat([-1, -1, -1, -1]);
    expect(await run(model, { shape: [1, 1, 2, 4], values: first })).toEqual({ shape: [1, 2], values: [9, -18] });
    const both = [-1, -2, -3, -4].concat([0, 0, 5, 0]);
    expect(await run(model, { shape: [2, 1, 2, 2], values: both })).toEqual({
      shape: [2, 2],
      values: [-1.5, 3].concat([15, -30]),
    });
  });

  it('calls values as Keras calls layers, input and output by their roles', () => {
    const { graph } = convert(layers, weights);
    expect(graph.node.flatMap((node) => node.output)).toEqual([
      'bn',
      'relu',
      'sum',
      'pool',
      'gap/pooled',
      'gap',
      'logits',
    ]);
    expect(graph.node[0]?.input).toEqual(['input', 'conv/kernel', 'conv/bias']);
    expect(graph.output.map(({ name }) => name)).toEqual(['logits']);
  });

  it('states what it is written in', () => {
    const { irVersion, opsetImport, producerName } = convert(layers, weights);
    expect(irVersion).toBe(8n);
    expect(opsetImport.map(({ domain, version }) => [domain, version])).toEqual([['', 17n]]);
    expect(producerName).toBe('cam-lens');
  });

  it('gives the same bytes every time', () => {
    const bytes = writeModel(convert(layers, weights));
    expect(writeModel(convert(layers, weights))).toEqual(bytes);
    const other = { ...weights, 'fc/kernel': { shape: [1, 2], values: [0.5, -2] } };
    expect(writeModel(convert(layers, other))).not.toEqual(bytes);
  });

  it('leaves out what the output does not need to wait for', () => {
    const model = convert([picture(1), layer('ZeroPadding2D', 'unused', ['in']), layer('Activation', 'a', ['in'])]);
    expect(operators(model)).toEqual(['Relu']);
  });

  it('refuses a layer class that it does not know, by name', () => {
    expect(() => convert([picture(1), layer('UpSampling2D', 'bigger', ['in'])])).toThrow(
      expect.objectContaining({
        code: 'model-unsupported',
        message: expect.stringMatching(
          /^Layer "bigger" is a UpSampling2D; the converter knows .*ZeroPadding2D/,
        ) as string,
      }),
    );
  });

  it('refuses two values of one name, and a layer with one input too many', () => {
    expect(() =>
      convert([picture(1), layer('Activation', 'logits', ['in']), layer('Activation', 'a', ['logits'])]),
    ).toThrow('Two values of the ONNX graph would be named "logits".');
    const pending = [picture(1), layer('ZeroPadding2D', 'input', ['in']), layer('Activation', 'a', ['input'])];
    expect(() => convert(pending)).toThrow('Two values of the ONNX graph would be named "input".');
    expect(() => convert([picture(1), layer('Activation', 'a', ['in', 'in'])])).toThrow(
      'Layer "a" (Activation) takes one input; it has 2.',
    );
  });
});
