/** Forms that real exports have instead of textbook graphs, and the message for each that cannot be explained. */
import { create } from '@bufbuild/protobuf';
import { AttributeProtoSchema } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { addGradients } from '../support/rewrites.ts';
import { floatTensor, floatValue, intTensor, node } from '../../src/onnx/build.ts';
import { CamLensError } from '../../src/errors.ts';
import { readFloats } from '../../src/onnx/constants.ts';
import type { NodeProto } from '../../src/onnx/messages.ts';
import { buildModel, type ModelParts } from './build-model.ts';
import { NetworkBuilder } from './networks/network-builder.ts';
import { refusedModels, withoutRules } from './refused-models.ts';
import { runModel, tensor } from './run-model.ts';
import { channels, classes, classifier, tinyResnet, wave } from './tiny-resnet.ts';

const layers = { last: 'features' };
const picture = tensor([2, 3, 8, 7], wave(2 * 3 * 8 * 7));
const rows = tensor([2, classes], [0, 1, 0, 0, 0, 1]);

/** The tiny network with a different part after the pooled activations. */
function endingIn(nodes: readonly NodeProto[], changes: Partial<ModelParts> = {}) {
  const { graph } = tinyResnet();
  return tinyResnet({
    ...changes,
    nodes: [...graph.node.slice(0, 6), ...nodes],
    weights: [...graph.initializer, ...(changes.weights ?? [])],
  });
}

async function outputsOf(model: ReturnType<typeof tinyResnet>, target = rows) {
  const rewritten = addGradients(model, { layers });
  const result = await runModel(rewritten.model, { input: picture, [rewritten.target]: target });
  const read = (name: string | undefined): number[] => [...(result[name ?? '']?.values ?? [])];
  const { gradients, weights, reason } = rewritten.layers.last ?? {};
  return { rewritten, logits: read(rewritten.logits), gradients: read(gradients), weights: read(weights), reason };
}

const flatten = node('Flatten', ['pooled'], ['flat']);
const gemm = node('Gemm', ['flat', 'fc.w', 'fc.b'], ['logits'], { transB: { int: 1 } });
const wanted = [...classifier.slice(channels, 2 * channels), ...classifier.slice(2 * channels)];

describe('gives the same as the textbook graph', () => {
  const shapeArithmetic = [
    node('Shape', ['pooled'], ['shape']),
    node('Gather', ['shape', 'zero'], ['batch']),
    node('Unsqueeze', ['batch', 'axis'], ['row']),
    node('Concat', ['row', 'rest'], ['to'], { axis: { int: 0 } }),
    node('Reshape', ['pooled', 'to'], ['flat']),
  ];
  const integers = [intTensor('zero', [], [0]), intTensor('axis', [1], [0]), intTensor('rest', [1], [-1])];
  const transposed = Array.from({ length: channels * classes }, (_, i) => {
    return classifier[(i % classes) * channels + Math.floor(i / classes)] ?? NaN;
  });
  const matrix = node('Constant', [], ['fc.t']);
  matrix.attribute.push(
    create(AttributeProtoSchema, {
      name: 'value',
      type: 4,
      t: floatTensor('', [channels, classes], Float32Array.from(transposed)),
    }),
  );
  const probabilities = [floatValue('probabilities', ['batch', classes])];
  const softmax = node('Softmax', ['logits'], ['probabilities'], { axis: { int: 1 } });
  const point = floatTensor('point', [classes, channels, 1, 1], Float32Array.from(classifier));

  it.each<[string, ReturnType<typeof tinyResnet>]>([
    ['a shape computed while it runs', endingIn([...shapeArithmetic, gemm], { weights: integers })],
    [
      'MatMul and Add, the weights in a Constant node',
      endingIn([
        flatten,
        matrix,
        node('MatMul', ['flat', 'fc.t'], ['product']),
        node('Add', ['product', 'fc.b'], ['logits']),
      ]),
    ],
    ['a softmax before operator set 13', endingIn([flatten, gemm, softmax], { outputs: probabilities, opset: 9 })],
    [
      'a softmax whose result is reshaped',
      endingIn([flatten, gemm, softmax, node('Flatten', ['probabilities'], ['y'])], {
        outputs: [floatValue('y', ['batch', classes])],
      }),
    ],
    [
      'a sigmoid for every class',
      endingIn([flatten, gemm, node('Sigmoid', ['logits'], ['probabilities'])], { outputs: probabilities }),
    ],
    [
      'the logits behind a label and a feature map',
      endingIn([flatten, gemm, node('ArgMax', ['logits'], ['label'], { axis: { int: 1 } })], {
        outputs: [floatValue('features', ['', '', '', '']), floatValue('logits', ['batch', classes])],
      }),
    ],
    [
      'a 1 × 1 convolution for a linear layer',
      endingIn([node('Conv', ['pooled', 'point', 'fc.b'], ['wide']), node('Flatten', ['wide'], ['logits'])], {
        weights: [point],
      }),
    ],
    [
      'logits that keep their space',
      endingIn([node('Conv', ['pooled', 'point', 'fc.b'], ['wide'])], {
        weights: [point],
        outputs: [floatValue('wide', ['batch', classes, 1, 1])],
      }),
    ],
    [
      'a model that wants its channels last',
      tinyResnet({
        nodes: [
          node('Transpose', ['input'], ['turned'], { perm: { ints: [0, 3, 1, 2] } }),
          node('Conv', ['turned', 'stem.w'], ['stem'], { pads: { ints: [1, 1, 1, 1] }, strides: { ints: [2, 2] } }),
          ...tinyResnet().graph.node.slice(1),
        ],
        inputs: [floatValue('input', ['batch', 'height', 'width', 3])],
      }),
    ],
    [
      'weights among the inputs',
      tinyResnet({ inputs: [...tinyResnet().graph.input, floatValue('fc.w', [classes, channels])] }),
    ],
  ])('%s', async (_, model) => {
    const expected = await outputsOf(tinyResnet());
    const found = await outputsOf(model);
    expect(found.logits).toEqual(expected.logits);
    expect(found.gradients).toEqual(expected.gradients);
    expect(found.weights).toEqual(wanted);
  });
});

it('explains the logit of a single sigmoid, which is always the predicted class', async () => {
  const weights = [floatTensor('one.w', [channels, 1], Float32Array.of(1, -2, 3, -4))];
  const nodes = [flatten, node('Gemm', ['flat', 'one.w'], ['logit']), node('Sigmoid', ['logit'], ['probability'])];
  const model = endingIn(nodes, { weights, outputs: [floatValue('probability', ['batch', 1])] });
  const { rewritten, weights: found } = await outputsOf(model, tensor([2, 1], [0, -1]));
  expect(rewritten.logits).toBe('logit');
  expect(found).toEqual([1, -2, 3, -4, -1, 2, -3, 4]);
});

it('says why there are no weights if the last layer has the maps', async () => {
  const nodes = [
    node('Conv', ['sum', 'point'], ['features']),
    node('GlobalAveragePool', ['features'], ['pooled']),
    node('Flatten', ['pooled'], ['logits']),
  ];
  const model = tinyResnet({
    nodes: [...tinyResnet().graph.node.slice(0, 4), ...nodes],
    weights: [
      ...tinyResnet().graph.initializer,
      floatTensor('point', [classes, channels, 1, 1], Float32Array.from(classifier)),
    ],
  });
  const { reason, gradients, weights } = await outputsOf(model);
  expect(weights).toEqual([]);
  expect(reason).toBe(
    'CAM needs one linear layer after the pooling, but the pooled values are the logits themselves: the layer already holds a map for every class.',
  );
  // Every pixel of the class's own map contributes equally to its mean, 1 / (4 · 4).
  const share = [0, 1, 0, 0, 0, 1].flatMap((row) => Array.from({ length: 16 }, () => row / 16));
  expect(gradients).toEqual(share);
});

it.each([0, 1])('explains a layer that is padded by %s rows for a convolution', async (rows) => {
  const net = new NetworkBuilder();
  const last = net.add('Sigmoid', [net.conv('input', 3, channels)]);
  const padded = net.add('Pad', [last, net.ints([0, 0, rows, rows, 0, 0, rows, rows])]);
  const side = 8 + 2 * rows;
  const kernel = net.random(5, channels, side, side);
  const model = net.build(net.add('Flatten', [net.add('Conv', [padded, kernel])]), 8);
  const rewritten = addGradients(model, { layers: { last } });
  const feeds = { input: tensor([1, 3, 8, 8], wave(3 * 8 * 8)), [rewritten.target]: tensor([1, 5], [0, 0, 0, 0, 1]) };
  const result = await runModel(rewritten.model, feeds);
  // Each entry reaches the score once, by its weight.
  const weights = readFloats(model.graph.initializer.find(({ name }) => name === kernel)!)!;
  const wanted = Array.from({ length: channels * 8 * 8 }, (_, i) => {
    const [channel, y, x] = [Math.floor(i / 64), (Math.floor(i / 8) % 8) + rows, (i % 8) + rows];
    return weights[((4 * channels + channel) * side + y) * side + x];
  });
  expect([...(result['gradients/last']?.values ?? [])]).toEqual(wanted);
  expect(Object.keys(result)).toEqual([rewritten.logits, 'activations/last', 'gradients/last']);
});

describe('refuses', () => {
  it.each(refusedModels)('%s', (_, code, message, model) => {
    let refusal: unknown;
    try {
      addGradients(model, { layers: { last: 'sum' } });
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(CamLensError);
    const { code: given, message: said } = refusal as CamLensError;
    expect([given, withoutRules(said)]).toEqual([code, message]);
  });
});

it('emits no duplicate nodes', () => {
  const model = buildModel({
    nodes: [
      node('Relu', ['input'], ['layer']),
      node('Sigmoid', ['layer'], ['one']),
      node('Mul', ['layer', 'one'], ['two']),
      node('LayerNormalization', ['two', 'w'], ['three']),
      node('GlobalAveragePool', ['three'], ['pooled']),
      node('Flatten', ['pooled'], ['logits']),
    ],
    inputs: [floatValue('input', ['batch', 3, 'height', 4])],
    outputs: [floatValue('logits', ['batch', 3])],
    weights: [floatTensor('w', [4], wave(4))],
  });
  const rewritten = addGradients(model, { layers: { layer: 'layer', inner: 'two' }, input: true }).model;
  const calls = rewritten.graph.node
    .filter(({ opType }) => opType !== 'Identity')
    .map(({ opType, input, attribute }) =>
      [opType, ...input, ...attribute.map(({ name, i, ints }) => `${name} ${i} ${ints.join()}`)].join(),
    );
  expect(calls.length).toBeGreaterThan(30);
  expect(calls).toEqual([...new Set(calls)]);
});
