/** A network whose every number can be worked out by hand: two classes, of which the first likes red. */
import { create } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import { floatTensor, floatValue, node } from '../../src/onnx/build.ts';
import type { Model } from '../../src/onnx/messages.ts';
import { writeModel } from '../../src/onnx/write.ts';
import type { LoadedModel } from '../../src/pipeline/model/loaded-model.ts';

/** Side of its input in pixels. */
export const linearSide = 8;
/** The first class's logit is this times the mean of red, 0…1; the other's is 0. */
export const slope = 20;

/** CAM of the first class is `slope` times red, pixel for pixel. */
export function linearModel(): LoadedModel {
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    opsetImport: [{ version: 17n }],
    graph: {
      name: 'linear',
      node: [
        node('Conv', ['input', 'red'], ['map'], { kernel_shape: { ints: [1, 1] } }),
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
    },
  }) as Model;
  const bytes = writeModel(model);
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
