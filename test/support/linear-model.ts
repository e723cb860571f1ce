/** A network whose every number can be worked out by hand: two classes, of which the first likes red. */
import { floatTensor, floatValue, node } from '../../src/onnx/build.ts';
import type { LoadedModel } from '../../src/pipeline/model/loaded-model.ts';
import { writtenModel } from './written-model.ts';

/** Side of its input in pixels. */
export const linearSide = 8;
/** The first class's logit is this times the mean of red, 0…1; the other's is 0. */
export const slope = 20;

/** CAM of the first class is `slope` times red, pixel for pixel. @param pool side of the squares of pixels whose mean it has */
export function linearModel(pool = 1): LoadedModel {
  const bytes = writtenModel({
    name: 'linear',
    node: [
      node('Conv', ['input', 'red'], ['reds'], { kernel_shape: { ints: [1, 1] } }),
      node('AveragePool', ['reds'], ['map'], { kernel_shape: { ints: [pool, pool] }, strides: { ints: [pool, pool] } }),
      node('GlobalAveragePool', ['map'], ['average']),
      node('Flatten', ['average'], ['features']),
      node('Gemm', ['features', 'head'], ['logits'], { transB: { int: 1 } }),
    ],
    initializer: [
      floatTensor('red', [1, 3, 1, 1], Float32Array.of(1, 0, 0)),
      floatTensor('head', [2, 1], Float32Array.of(slope, 0)),
    ],
    input: [floatValue('input', ['batch', 3, 'height', 'width'])],
    output: [floatValue('logits', ['batch', 2])],
  });
  return {
    bytes,
    classes: ['red', 'else'],
    description: {
      ...{ name: 'linear', file: 'linear.onnx', sha256: '', sizeBytes: bytes.length },
      input: {
        ...{ name: 'input', size: linearSide },
        normalization: { order: 'RGB', scale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] },
      },
      ...{ logits: 'logits', layers: { map: 'map' }, defaultLayer: 'map', strip: ['map'] },
      ...{ classes: 'linear-classes.json', licence: 'MIT', source: 'by hand' },
    },
  };
}
