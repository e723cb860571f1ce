/** A network that looks at every pixel by itself: 3 → 16 → 16 channels by convolutions of 1 × 1, 5 classes, one layer. A
 * picture of one colour has maps of one value. */
import { floatTensor, floatValue, node } from '../../src/onnx/build.ts';
import type { LoadedModel } from '../../src/pipeline/model/loaded-model.ts';
import { randomFrom, randomValues } from './random.ts';
import { tinyClasses, tinyModel } from './tiny-model.ts';
import { writtenModel } from './written-model.ts';

const channels = 16;

/** @param side of its input, in pixels */
export function pointwiseModel(side = 31, seed = 5): LoadedModel {
  const random = randomFrom(seed);
  const weights = (name: string, dims: readonly number[]) =>
    floatTensor(name, dims, randomValues(dims.reduce((product, dim) => product * dim, 1), 1, random)); // prettier-ignore
  const kernel = { kernel_shape: { ints: [1, 1] } };
  const bytes = writtenModel({
    name: 'pointwise',
    node: [
      node('Conv', ['input', 'first.weight', 'first.bias'], ['first'], kernel),
      node('Relu', ['first'], ['first.relu']),
      node('Conv', ['first.relu', 'last.weight', 'last.bias'], ['sum'], kernel),
      node('Relu', ['sum'], ['last']),
      node('GlobalAveragePool', ['last'], ['average']),
      node('Flatten', ['average'], ['features']),
      node('Gemm', ['features', 'head.weight', 'head.bias'], ['logits'], { transB: { int: 1 } }),
    ],
    initializer: [
      weights('first.weight', [channels, 3, 1, 1]),
      weights('first.bias', [channels]),
      weights('last.weight', [channels, channels, 1, 1]),
      weights('last.bias', [channels]),
      weights('head.weight', [tinyClasses.length, channels]),
      weights('head.bias', [tinyClasses.length]),
    ],
    input: [floatValue('input', ['batch', 3, 'height', 'width'])],
    output: [floatValue('logits', ['batch', tinyClasses.length])],
  });
  const { description, classes } = tinyModel();
  return {
    bytes,
    classes,
    description: {
      ...description,
      ...{ name: 'pointwise', file: 'pointwise.onnx', sizeBytes: bytes.length, layers: { last: 'last' } },
      input: { ...description.input, size: side },
    },
  };
}
