/** A residual network of ResNet-50's operators, small enough for a software adapter: 3 → 8 → 8 channels, 5 classes,
 * two layers to explain, of which only the last allows CAM. */
import { floatTensor, floatValue, node } from '../../src/onnx/build.ts';
import type { LoadedModel } from '../../src/pipeline/model/loaded-model.ts';
import { randomFrom, randomValues } from './random.ts';
import { writtenModel } from './written-model.ts';

const channels = 8;
export const tinyClasses = ['ant', 'bee', 'cat', 'dog', 'eel'];

/** @param batch of the input: a name where it is free */
export function tinyModel(seed = 1, batch: string | number = 'batch'): LoadedModel {
  const random = randomFrom(seed);
  const weights = (name: string, dims: readonly number[]) => {
    const fanIn = dims.slice(1).reduce((product, dim) => product * dim, 1);
    const count = dims.reduce((product, dim) => product * dim, 1);
    return floatTensor(name, dims, randomValues(count, Math.sqrt(3 / fanIn), random));
  };
  const kernel = { kernel_shape: { ints: [3, 3] }, pads: { ints: [1, 1, 1, 1] } };
  const bytes = writtenModel({
    name: 'tiny',
    node: [
      node('Conv', ['input', 'stem.weight'], ['stem'], { ...kernel, strides: { ints: [2, 2] } }),
      node('Relu', ['stem'], ['stem.relu']),
      node('MaxPool', ['stem.relu'], ['pooled'], { ...kernel, strides: { ints: [2, 2] } }),
      node('Conv', ['pooled', 'branch.weight', 'branch.bias'], ['branch'], kernel),
      node('Add', ['branch', 'pooled'], ['sum']),
      node('Relu', ['sum'], ['last']),
      node('GlobalAveragePool', ['last'], ['average']),
      node('Flatten', ['average'], ['features']),
      node('Gemm', ['features', 'head.weight', 'head.bias'], ['logits'], { transB: { int: 1 } }),
    ],
    initializer: [
      weights('stem.weight', [channels, 3, 3, 3]),
      weights('branch.weight', [channels, channels, 3, 3]),
      weights('branch.bias', [channels]),
      weights('head.weight', [tinyClasses.length, channels]),
      weights('head.bias', [tinyClasses.length]),
    ],
    input: [floatValue('input', [batch, 3, 'height', 'width'])],
    output: [floatValue('logits', [batch, tinyClasses.length])],
  });
  return {
    bytes,
    classes: tinyClasses,
    description: {
      name: 'tiny',
      file: 'tiny.onnx',
      sha256: '',
      sizeBytes: bytes.length,
      input: {
        name: 'input',
        size: 32,
        normalization: { order: 'RGB', scale: 1 / 127.5, mean: [1, 1, 1], std: [1, 1, 1] },
      },
      logits: 'logits',
      layers: { stem: 'stem.relu', last: 'last' },
      defaultLayer: 'last',
      strip: ['last'],
      classes: 'tiny-classes.json',
      licence: 'MIT',
      source: 'random',
    },
  };
}
