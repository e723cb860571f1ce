/** The layers for which CAM's precondition holds, and the message for each other layer. */
import { describe, expect, it } from 'vitest';
import { camHeads } from '../../src/autodiff/cam-head.ts';
import { Classifier } from '../../src/autodiff/classifier.ts';
import { floatTensor, floatValue, intTensor, node } from '../../src/onnx/build.ts';
import type { NodeProto } from '../../src/onnx/messages.ts';
import { buildModel } from './build-model.ts';

const weights = [
  floatTensor('w', [3, 2], new Float32Array(6)),
  floatTensor('wide', [12, 2], new Float32Array(24)),
  floatTensor('square', [2, 2], new Float32Array(4)),
  floatTensor('point', [2, 3, 1, 1], new Float32Array(6)),
  floatTensor('b', [2], new Float32Array(2)),
  intTensor('shape', [2], [0, -1]),
  intTensor('axes', [2], [2, 3]),
  intTensor('merged', [2], [-1, 12]),
];
const pool = node('GlobalAveragePool', ['layer'], ['pooled']);
const flatten = node('Flatten', ['pooled'], ['flat']);
const gemm = node('Gemm', ['flat', 'w', 'b'], ['logits']);

function headOf(...nodes: NodeProto[]) {
  const model = buildModel({
    nodes: [node('Relu', ['input'], ['layer']), ...nodes],
    inputs: [floatValue('input', ['batch', 3, 2, 2])],
    outputs: [floatValue('logits', ['batch', 2])],
    weights,
  });
  return camHeads(new Classifier(model, 'logits'))('layer');
}

describe('CAM is possible for', () => {
  const mean = (keepdims: number) =>
    node('ReduceMean', ['layer'], ['pooled'], { axes: { ints: [-1, -2] }, keepdims: { int: keepdims } });
  it.each<[string, NodeProto[], string]>([
    ['GlobalAveragePool, Flatten, Gemm', [pool, flatten, gemm], 'flat'],
    ['Reshape', [pool, node('Reshape', ['pooled', 'shape'], ['flat']), gemm], 'flat'],
    ['Squeeze', [pool, node('Squeeze', ['pooled', 'axes'], ['flat']), gemm], 'flat'],
    ['ReduceMean that keeps its axes', [mean(1), flatten, gemm], 'flat'],
    [
      'ReduceMean that drops them, MatMul and Add',
      [mean(0), node('MatMul', ['pooled', 'w'], ['scores']), node('Add', ['b', 'scores'], ['logits'])],
      'pooled',
    ],
    [
      'Dropout and Identity on the way',
      [
        pool,
        flatten,
        node('Dropout', ['flat'], ['same']),
        node('Identity', ['same'], ['still']),
        node('Gemm', ['still', 'w'], ['logits']),
      ],
      'still',
    ],
    [
      'a 1 × 1 convolution',
      [pool, node('Conv', ['pooled', 'point', 'b'], ['turned']), node('Flatten', ['turned'], ['logits'])],
      'pooled',
    ],
    [
      'a window over the whole map',
      [node('AveragePool', ['layer'], ['pooled'], { kernel_shape: { ints: [2, 2] } }), flatten, gemm],
      'flat',
    ],
    [
      'a layer whose shape is asked for',
      [pool, node('Shape', ['layer'], ['asked']), node('Reshape', ['pooled', 'shape'], ['flat']), gemm],
      'flat',
    ],
  ])('%s', (_, nodes, features) => {
    expect(headOf(...nodes)).toEqual({ features });
  });
});

describe('CAM is not possible if', () => {
  it.each<[string, NodeProto[], string]>([
    [
      'something stands before the pooling',
      [node('Sigmoid', ['layer'], ['bent']), node('GlobalAveragePool', ['bent'], ['pooled']), flatten, gemm],
      'CAM needs global average pooling directly after the layer, but found the Sigmoid node "bent".',
    ],
    [
      'the mean is over channels',
      [
        node('ReduceMean', ['layer'], ['pooled'], { axes: { ints: [1, 2] } }),
        flatten,
        node('Gemm', ['flat', 'square', 'b'], ['logits']),
      ],
      'CAM needs global average pooling directly after the layer, but found the ReduceMean node "pooled".',
    ],
    [
      'nothing is pooled',
      [node('Flatten', ['layer'], ['flat']), node('Gemm', ['flat', 'wide'], ['logits'])],
      'CAM needs global average pooling directly after the layer, but found the Flatten node "flat".',
    ],
    [
      'a window covers a part of the map',
      [node('AveragePool', ['layer'], ['pooled'], { kernel_shape: { ints: [2, 1] } }), flatten, gemm],
      'CAM needs global average pooling directly after the layer, but found the AveragePool node "pooled".',
    ],
    [
      'a 1 × 1 convolution stands before the pooling',
      [
        node('Conv', ['layer', 'point'], ['scores']),
        node('GlobalAveragePool', ['scores'], ['pooled']),
        node('Flatten', ['pooled'], ['logits']),
      ],
      'CAM needs global average pooling directly after the layer, but found the Conv node "scores".',
    ],
    [
      'there are two linear layers',
      [pool, flatten, node('Gemm', ['flat', 'w'], ['hidden']), node('Gemm', ['hidden', 'square'], ['logits'])],
      'CAM needs the logits directly after one linear layer, but found the Gemm node "logits".',
    ],
    [
      'there is none',
      [pool, node('Flatten', ['pooled'], ['logits'])],
      'CAM needs one linear layer after the pooling, but the pooled values are the logits themselves: the layer already holds a map for every class.',
    ],
    [
      'there are two ways behind the linear layer',
      [
        pool,
        flatten,
        node('Gemm', ['flat', 'w'], ['scores']),
        node('Relu', ['scores'], ['bent']),
        node('Add', ['scores', 'bent'], ['logits']),
      ],
      'CAM needs the logits directly after one linear layer, but found the Relu node "bent" and the Add node "logits".',
    ],
    [
      'the linear layer has weights for other features than the channels',
      [
        node('ReduceMean', ['layer'], ['pooled'], { axes: { ints: [2, 3] }, keepdims: { int: 0 } }),
        node('Reshape', ['pooled', 'merged'], ['flat']),
        node('Gemm', ['flat', 'wide'], ['logits']),
      ],
      "CAM needs a weight for each of the layer's 3 channels, but the linear layer has 12.",
    ],
    [
      'there are two ways',
      [
        pool,
        flatten,
        node('Flatten', ['layer'], ['all']),
        node('Gemm', ['all', 'wide'], ['other']),
        node('Gemm', ['flat', 'w'], ['one']),
        node('Add', ['one', 'other'], ['logits']),
      ],
      'CAM needs global average pooling directly after the layer, but found the GlobalAveragePool node "pooled" and the Flatten node "all".',
    ],
  ])('%s', (_, nodes, reason) => {
    expect(headOf(...nodes)).toEqual({ reason });
  });
});
