/** What real exports look like beside textbook graphs, and the sentence for each that cannot be explained. */
import { create } from '@bufbuild/protobuf';
import { AttributeProtoSchema, GraphProtoSchema, TensorProto_DataType, TensorProtoSchema } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { addGradients } from '../support/rewrites.ts';
import { floatTensor, floatValue, intTensor, node } from '../../src/onnx/build.ts';
import type { NodeProto } from '../../src/onnx/messages.ts';
import { buildModel, type ModelParts } from './build-model.ts';
import { runModel, tensor } from './run-model.ts';
import { channels, classes, classifier, tinyResnet, wave } from './tiny-resnet.ts';

const layers = { last: 'features' };
const picture = tensor([2, 3, 8, 7], wave(2 * 3 * 8 * 7));
const rows = tensor([2, classes], [0, 1, 0, 0, 0, 1]);

/** The tiny network with what stands behind the pooled activations replaced. */
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

it('says why there are no weights where the last layer holds the maps', async () => {
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
    'CAM needs one linear layer behind the pooling, but the pooled values are the logits themselves: the layer already holds a map for every class.',
  );
  // Every pixel of the class's own map has an equal share in its mean, 1 / (4 · 4).
  const share = [0, 1, 0, 0, 0, 1].flatMap((row) => Array.from({ length: 16 }, () => row / 16));
  expect(gradients).toEqual(share);
});

function valueOfType(name: string, elemType: TensorProto_DataType) {
  const value = floatValue(name, ['batch', 3, 'height', 'width']);
  if (value.type?.value.case === 'tensorType') value.type.value.value.elemType = elemType;
  return value;
}

describe('refuses', () => {
  const half = create(TensorProtoSchema, {
    name: 'half',
    dataType: TensorProto_DataType.FLOAT16,
    dims: [1n],
    rawData: new Uint8Array(2),
  });
  const inner = create(GraphProtoSchema, {
    node: [node('Relu', ['sum'], ['inner'])],
    output: [floatValue('inner', [])],
  });
  const branch = node('If', ['truth'], ['features']);
  branch.attribute.push(create(AttributeProtoSchema, { name: 'then_branch', g: inner }));
  const { graph } = tinyResnet();
  const instead = (at: number, ...nodes: NodeProto[]) => tinyResnet({ nodes: graph.node.toSpliced(at, 1, ...nodes) });
  const inputs = (...names: [string, (number | string)[]][]) =>
    tinyResnet({
      nodes: [node('Add', [names[0]?.[0] ?? '', names.at(-1)?.[0] ?? ''], ['sum']), ...graph.node.slice(4)],
      inputs: names.map(([name, dims]) => floatValue(name, dims)),
    });

  it.each<[string, string, string, ReturnType<typeof tinyResnet>]>([
    [
      'control flow',
      'operator-unsupported',
      'No gradient goes through the control flow of the If node "features", which lies between a wanted layer and the ' +
        'logits. Choose a layer behind it, or export the model with its branches and loops unrolled (traced, not scripted).',
      instead(4, node('Cast', ['fc.b'], ['truth'], { to: { int: 9 } }), branch),
    ],
    [
      'quantised weights',
      'model-unsupported',
      'The model is quantised to integers (the DequantizeLinear node "whole"), and no gradient goes through those. ' +
        'Explain the float32 model that it was made from.',
      instead(4, node('DequantizeLinear', ['fc.b', 'fc.b'], ['whole']), node('Add', ['sum', 'whole'], ['features'])),
    ],
    [
      'a quantised convolution',
      'model-unsupported',
      'The model is quantised to integers (the QLinearConv node "features"), and no gradient goes through those. ' +
        'Explain the float32 model that it was made from.',
      instead(4, node('QLinearConv', ['sum'], ['features'])),
    ],
    [
      'float16',
      'model-unsupported',
      'The model computes in float16 (its weight "half" does): export it in float32.',
      tinyResnet({
        nodes: graph.node.with(4, node('Add', ['sum', 'half'], ['features'])),
        weights: [...graph.initializer, half],
      }),
    ],
    [
      'no picture',
      'model-unsupported',
      'The model has no input for a picture, float32 [N, channels, height, width]. Its inputs: "words" (float32 [batch, 128]).',
      inputs(['words', ['batch', 128]]),
    ],
    [
      'a picture of bytes',
      'model-unsupported',
      'The model takes pictures as uint8: export it with an input of float32. Its inputs: "input" (uint8 [batch, 3, ' +
        'height, width]).',
      tinyResnet({ inputs: [valueOfType('input', TensorProto_DataType.UINT8)] }),
    ],
    [
      'a picture in half precision',
      'model-unsupported',
      'The model takes pictures as float16: export it with an input of float32. Its inputs: "input" (float16 [batch, 3, ' +
        'height, width]).',
      tinyResnet({ inputs: [valueOfType('input', TensorProto_DataType.FLOAT16)] }),
    ],
    [
      'two pictures',
      'model-unsupported',
      'The model takes more than one picture, and which one to explain is not known. Its inputs: "left" (float32 ' +
        '[1, 4, 2, 2]), "right" (float32 [1, 4, 2, 2]).',
      inputs(['left', [1, 4, 2, 2]], ['right', [1, 4, 2, 2]]),
    ],
    [
      'more than a picture',
      'model-unsupported',
      'The model takes more than a picture, and what else to feed it is not known. Its inputs: "image" (float32 ' +
        '[1, 4, 2, 2]), "age" (float32 [1]).',
      inputs(['image', [1, 4, 2, 2]], ['age', [1]]),
    ],
    [
      'a node that is not as ONNX has it',
      'model-damaged',
      'The Concat node "features" is not as ONNX defines it.',
      instead(4, node('Concat', ['sum'], ['features'], { axis: { int: 9 } })),
    ],
  ])('%s', (_, code, message, model) => {
    const run = () => addGradients(model, { layers: { last: 'sum' } });
    expect(run).toThrow(expect.objectContaining({ code, message }) as Error);
  });
});

it('emits nothing twice', () => {
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
