/** The layers found in a graph, listed in full, for families of networks and for values that only look like layers. */
import { describe, expect, it } from 'vitest';
import { addGradients } from '../support/rewrites.ts';
import { listLayers } from '../support/rewrites.ts';
import { floatTensor, floatValue, node } from '../../src/onnx/build.ts';
import { withGraph, type Model } from '../../src/onnx/messages.ts';
import { networks } from './networks/index.ts';
import { NetworkBuilder } from './networks/network-builder.ts';
import { channels, tinyResnet, wave } from './tiny-resnet.ts';

/** "value at 1/resolution", followed by `|` for the last of its resolution and `!` for the recommended one. */
function told(model: Model): string[] {
  return listLayers(model).map(
    ({ value, resolution, isLast, recommended }) =>
      `${value} ${resolution ?? '?'}${isLast ? '|' : ''}${recommended ? '!' : ''}`,
  );
}

describe('families of networks', () => {
  it.each([
    ['VGG', 'relu_1 1, relu_3 1|, maxpool_4 2, relu_6 2|, maxpool_7 4|!'],
    ['ResNet', 'relu_2 2|, maxpool_3 4, relu_6 4, relu_10 4|, relu_13 8, relu_18 8|!'],
    [
      'DenseNet',
      'conv_0 2, relu_2 2, conv_3 2, concat_4 2, relu_6 2, conv_7 2, concat_8 2, relu_10 2, conv_11 2, relu_14 2, ' +
        'conv_15 2|, relu_18 4|!',
    ],
    [
      'SqueezeNet',
      'relu_1 2|, maxpool_2 4, relu_4 4, relu_6 4, relu_8 4, concat_9 4, relu_11 4, relu_13 4, relu_15 4, concat_16 4, ' +
        'relu_19 4|!',
    ],
    ['MobileNetV2', 'clip_1 2, clip_4 2, clip_7 2, add_10 2, clip_13 2|, clip_16 4, clip_19 4|!'],
    ['EfficientNet', 'mul_3 2, mul_7 2, mul_14 2, add_17 2|, mul_20 4|!'],
    ['ConvNeXt', 'conv_0 4, layernormalization_3 4, mul_10 4, add_14 4, layernormalization_17 4, mul_24 4, add_28 4|!'],
    // Behind its only attention, the class token alone is read; attention's own values are no maps.
    ['ViT', 'conv_0 4, add_13 4|!, layernormalization_14 4'],
  ])('%s', (family, expected) => {
    expect(told(networks[family]!().model).join(', ')).toBe(expected);
  });

  it.each(Object.keys(networks))('%s: every layer has a gradient', (family) => {
    const { model } = networks[family]!();
    const layers = Object.fromEntries(listLayers(model).map(({ value }) => [value, value]));
    expect(Object.keys(addGradients(model, { layers }).layers)).toEqual(Object.keys(layers));
  });
});

it('takes the end of a stage, not the start of the next stage’s arm at the old resolution', () => {
  const net = new NetworkBuilder();
  const stem = net.relu(net.conv('input', 3, 4, { stride: 2 }));
  const arm = net.relu(net.conv(net.relu(net.conv(stem, 4, 4, { kernel: 1 })), 4, 4, { stride: 2 }));
  const sum = net.relu(net.add('Add', [net.conv(arm, 4, 4), net.conv(stem, 4, 4, { kernel: 1, stride: 2 })]));
  expect(told(net.build(net.head(sum, 4), undefined))).toEqual(['relu_1 2|', 'relu_3 2', 'relu_5 4', 'relu_9 4|!']);
});

it('keeps the sums of a pre-activation network, which are read by more than the next arm', () => {
  const net = new NetworkBuilder();
  const stem = net.conv('input', 3, 4);
  const sum = net.add('Add', [stem, net.conv(net.relu(net.batchNorm(stem, 4)), 4, 4)]);
  const last = net.relu(net.batchNorm(net.add('Add', [sum, net.conv(net.relu(net.batchNorm(sum, 4)), 4, 4)]), 4));
  expect(told(net.build(net.head(last, 4), 16))).toEqual([
    'conv_0 1',
    'relu_2 1',
    'add_4 1',
    'relu_6 1',
    'relu_10 1|!',
  ]);
});

it('omits the scaled picture and values that follow no convolution', () => {
  const net = new NetworkBuilder();
  const scaled = net.add('Div', [net.add('Sub', ['input', net.floats([1, 2, 3], [1, 3, 1, 1])]), net.floats([2], [])]);
  const first = net.relu(net.conv(net.add('Identity', [scaled]), 3, 4));
  expect(told(net.build(net.head(net.add('Identity', [first]), 4), 16))).toEqual(['relu_4 1|!']);
});

it('follows maps through NHWC and back, and omits the values in between', () => {
  const net = new NetworkBuilder();
  const order = (x: string, ...perm: number[]): string => net.add('Transpose', [x], { perm: { ints: perm } });
  const rows = order(net.conv('input', 3, 4, { stride: 2 }), 0, 2, 3, 1);
  const wide = net.relu(net.add('MatMul', [rows, net.random(4, 6)]));
  const back = order(wide, 0, 3, 1, 2);
  const turned = order(net.relu(back), 0, 1, 3, 2);
  const logits = net.gemm(net.add('ReduceMean', [turned], { axes: { ints: [2, 3] }, keepdims: { int: 0 } }), 6, 5);
  expect(told(net.build(logits, undefined))).toEqual(['conv_0 2', 'relu_5 2|!']);
});

it('takes the power of a generalised mean as a part of the pooling', () => {
  const net = new NetworkBuilder();
  const last = net.relu(net.conv(net.relu(net.conv('input', 3, 4)), 4, 4, { stride: 2 }));
  const powers = net.add('Pow', [last, net.floats([3])]);
  const padded = net.add('Pad', [powers, net.ints([0, 0, 0, 0, 0, 0, 0, 0])]);
  const mean = net.add('Pow', [net.pool(padded, 'AveragePool', 8, 8), net.floats([1 / 3])]);
  const logits = net.gemm(net.add('Flatten', [mean]), 4, 5);
  expect(told(net.build(logits, 16))).toEqual(['relu_1 1|', 'relu_3 2|!']);
});

it('takes a power without a root after the pooling as an activation', () => {
  const net = new NetworkBuilder();
  const squared = (x: string): string => net.add('Pow', [net.relu(x), net.floats([2])]);
  const last = squared(net.conv(squared(net.conv('input', 3, 4)), 4, 4));
  expect(told(net.build(net.head(last, 4), 16))).toEqual(['pow_2 1', 'pow_5 1|!']);
});

it('determines strides if windows omit the edges, and ratios if sizes are constants', () => {
  const net = new NetworkBuilder();
  const valid = (x: string, from: number): string =>
    net.relu(net.add('Conv', [x, net.random(4, from, 3, 3)], { strides: { ints: [2, 2] } }));
  // 299 → 149 → 74 → 36: none of them divides 299.
  const last = valid(valid(valid('input', 3), 4), 4);
  expect(told(net.build(net.head(last, 4), 299))).toEqual(['relu_1 2|', 'relu_3 4|', 'relu_5 8|!']);

  const written = new NetworkBuilder();
  const rows = written.add('Reshape', [written.conv('input', 3, 4, { stride: 2 }), written.ints([0, 4, 64])]);
  const map = written.relu(written.conv(written.add('Reshape', [rows, written.ints([-1, 4, 8, 8])]), 4, 4));
  expect(told(written.build(written.head(map, 4), 16))).toEqual(['conv_0 2', 'relu_4 2|!']);
});

describe('if an operator has no rule', () => {
  const { graph } = tinyResnet();
  const odd = (read: string, made: string) => node('ReverseSequence', [read], [made]);

  it('offers the layers after it, with unknown sizes', () => {
    const nodes = graph.node.map((each) => (each.output[0] === 'stem_relu' ? odd('stem', 'stem_relu') : each));
    const behind = [...nodes.slice(0, 4), node('Relu', ['sum'], ['features']), ...nodes.slice(5)];
    const model = tinyResnet({ nodes: behind });
    const declared = withGraph(model, { valueInfo: [floatValue('stem_relu', ['', '', '', ''])] });
    expect(told(declared)).toEqual(['stem_relu ?', 'features ?|!']);
  });

  it('offers none with an unknown number of dimensions, for which pooling has no gradient', () => {
    const nodes = graph.node.map((each) => (each.output[0] === 'stem_relu' ? odd('stem', 'stem_relu') : each));
    const behind = [...nodes.slice(0, 4), node('Relu', ['sum'], ['features']), ...nodes.slice(5)];
    expect(() => listLayers(tinyResnet({ nodes: behind }))).toThrow('operator ReverseSequence of node "stem_relu"');
  });

  it('names it if no layer is left', () => {
    const nodes = graph.node.map((each) => (each.output[0] === 'flat' ? odd('pooled', 'flat') : each));
    expect(() => listLayers(tinyResnet({ nodes }))).toThrow(
      expect.objectContaining({
        code: 'operator-unsupported',
        message: expect.stringContaining('operator ReverseSequence of node "flat"') as string,
      }) as Error,
    );
  });
});

it('finds none in a network without maps', () => {
  const nodes = [node('Flatten', ['input'], ['flat']), node('MatMul', ['flat', 'w'], ['logits'])];
  const inputs = [floatValue('input', ['batch', 3, 4, 4])];
  expect(listLayers(tinyResnet({ nodes, inputs, weights: [floatTensor('w', [48, 3], wave(48 * 3))] }))).toEqual([]);
});

it('refuses what addGradients refuses', () => {
  const inputs = [floatValue('input', ['batch', channels])];
  expect(() => listLayers(tinyResnet({ inputs }))).toThrow('The model has no input for a picture');
  expect(() => listLayers(tinyResnet(), 'nowhere')).toThrow('The model computes no value "nowhere"');
});
