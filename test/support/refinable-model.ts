/** A network whose maps can be refined: three layers of 8 channels, each with maps half as wide as the one before. */
import { floatTensor, floatValue, node } from '../../src/onnx/build.ts';
import type { LoadedModel } from '../../src/pipeline/model/loaded-model.ts';
import { randomFrom, randomValues } from './random.ts';
import { tinyClasses, tinyModel } from './tiny-model.ts';
import { writtenModel } from './written-model.ts';

const channels = 8;

/** Layers `fine`, `coarse` and `last`: of 32, 16 and 8 positions a side for its input of 32 × 32. */
export function refinableModel(seed = 1): LoadedModel {
  const random = randomFrom(seed);
  const weights = (name: string, dims: readonly number[]) => {
    const fanIn = dims.slice(1).reduce((product, dim) => product * dim, 1);
    const count = dims.reduce((product, dim) => product * dim, 1);
    return floatTensor(name, dims, randomValues(count, Math.sqrt(3 / fanIn), random));
  };
  const kernel = { kernel_shape: { ints: [3, 3] }, pads: { ints: [1, 1, 1, 1] } };
  const layers = ['fine', 'coarse', 'last'];
  const bytes = writtenModel({
    name: 'refinable',
    node: [
      ...layers.flatMap((layer, i) => [
        node('Conv', [i === 0 ? 'input' : layers[i - 1]!, `${layer}.weight`], [`${layer}.conv`], {
          ...kernel,
          strides: { ints: i === 0 ? [1, 1] : [2, 2] },
        }),
        node('Relu', [`${layer}.conv`], [layer]),
      ]),
      node('GlobalAveragePool', ['last'], ['average']),
      node('Flatten', ['average'], ['features']),
      node('Gemm', ['features', 'head.weight'], ['logits'], { transB: { int: 1 } }),
    ],
    initializer: [
      ...layers.map((layer, i) => weights(`${layer}.weight`, [channels, i === 0 ? 3 : channels, 3, 3])),
      weights('head.weight', [tinyClasses.length, channels]),
    ],
    input: [floatValue('input', ['batch', 3, 'height', 'width'])],
    output: [floatValue('logits', ['batch', tinyClasses.length])],
  });
  const { description, ...rest } = tinyModel(seed);
  return {
    ...rest,
    bytes,
    description: {
      ...description,
      ...{ name: 'refinable', file: 'refinable.onnx', sizeBytes: bytes.length },
      ...{ layers: Object.fromEntries(layers.map((layer) => [layer, layer])), strip: layers },
    },
  };
}
