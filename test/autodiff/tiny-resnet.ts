/** A tiny residual network for any picture size: Conv, Relu, two arms, global average pooling, one linear layer. */
import { floatTensor, floatValue, node } from '../../src/onnx/build.ts';
import type { Model } from '../../src/onnx/messages.ts';
import { buildModel, type ModelParts } from './build-model.ts';

export const channels = 4;
export const classes = 3;

/** Classifier weights [classes, channels], explicit so that a row can be recognised. */
export const classifier = [0.5, -1, 0.25, 2, -0.75, 1.5, 1, -0.5, 1.25, 0.125, -2, 0.75];

export function tinyResnet(changes: Partial<ModelParts> = {}): Model {
  return buildModel({
    nodes: [
      node('Conv', ['input', 'stem.w'], ['stem'], { pads: { ints: [1, 1, 1, 1] }, strides: { ints: [2, 2] } }),
      node('Relu', ['stem'], ['stem_relu']),
      node('Conv', ['stem_relu', 'arm.w'], ['arm'], { pads: { ints: [1, 1, 1, 1] } }),
      node('Add', ['arm', 'stem_relu'], ['sum']),
      node('Relu', ['sum'], ['features']),
      node('GlobalAveragePool', ['features'], ['pooled']),
      node('Flatten', ['pooled'], ['flat']),
      node('Gemm', ['flat', 'fc.w', 'fc.b'], ['logits'], { transB: { int: 1 } }),
    ],
    inputs: [floatValue('input', ['batch', 3, 'height', 'width'])],
    outputs: [floatValue('logits', ['batch', classes])],
    weights: [
      floatTensor('stem.w', [channels, 3, 3, 3], wave(channels * 27, 0.3)),
      floatTensor('arm.w', [channels, channels, 3, 3], wave(channels * channels * 9, 0.2)),
      floatTensor('fc.w', [classes, channels], Float32Array.from(classifier)),
      floatTensor('fc.b', [classes], Float32Array.from([0.1, -0.2, 0.3])),
    ],
    ...changes,
  });
}

/** Values of both signs without a pattern that could hide a mistake. */
export function wave(size: number, amplitude = 1, shift = 0): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => amplitude * Math.sin(1.7 * i * i + 0.9 * i + shift));
}
