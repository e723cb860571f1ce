/** What central differences cannot see: ties, and what a rule refuses. */
import { describe, expect, it } from 'vitest';
import { addGradients } from '../support/rewrites.ts';
import { floatTensor, floatValue, intTensor, node } from '../../src/onnx/build.ts';
import { withGraph, type NodeProto } from '../../src/onnx/messages.ts';
import { buildModel } from './build-model.ts';
import { runModel, tensor } from './run-model.ts';

const inputs = [floatValue('input', [1, 1, 'height', 'width'])];
const weights = [
  floatTensor('kernel', [1, 1, 3, 3], new Float32Array(9).fill(1)),
  floatTensor('ones', [3], new Float32Array(3).fill(1)),
  intTensor('pads', [8], [0, 0, 1, 1, 0, 0, 1, 1]),
  intTensor('axes', [2], [0, 2]),
  floatTensor('zero', [], Float32Array.of(0)),
  floatTensor('six', [], Float32Array.of(6)),
  floatTensor('half of six', [], Float32Array.of(3)),
  floatTensor('minus', [], Float32Array.of(-4)),
  intTensor('one', [1], [1]),
  intTensor('two', [1], [2]),
  intTensor('three', [1], [3]),
  intTensor('far', [1], [2 ** 40]),
  floatTensor('scales', [4], Float32Array.of(1, 1, 2, 2)),
];

/** input → Identity, the layer → the given nodes, which end in "y" → Flatten → logits. */
function modelOf(...nodes: NodeProto[]) {
  return buildModel({
    nodes: [
      node('Identity', ['input'], ['layer']),
      node('ArgMax', ['layer'], ['anything']),
      ...nodes,
      node('Flatten', ['y'], ['logits']),
    ],
    inputs,
    outputs: [floatValue('logits', ['batch', ''])],
    weights,
    opset: 18,
  });
}

describe('MaxPool gives a tie to the first in raster order', () => {
  const pool = { kernel_shape: { ints: [2, 2] }, strides: { ints: [1, 1] } };
  const padded = { kernel_shape: { ints: [3, 3] }, strides: { ints: [2, 2] }, pads: { ints: [1, 1, 1, 1] } };
  it.each([
    ['all equal', pool, [3, 3], [0, 0, 0, 0, 0, 0, 0, 0, 0], [1, 10, 100, 1000], [1, 10, 0, 100, 1000, 0, 0, 0, 0]],
    ['a row of equals', pool, [2, 3], [1, 2, 2, 0, 2, 1], [1, 10], [0, 11, 0, 0, 0, 0]],
    ['equals beside padding', padded, [2, 2], [-5, -5, -5, -5], [7], [7, 0, 0, 0]],
  ] as const)('%s', async (_, attributes, [height, width], values, target, expected) => {
    const { model, target: name } = addGradients(modelOf(node('MaxPool', ['layer'], ['y'], attributes)), {
      layers: { layer: 'layer' },
    });
    const feeds = { input: tensor([1, 1, height, width], values), [name]: tensor([1, target.length], target) };
    expect([...((await runModel(model, feeds))['gradients/layer']?.values ?? [])]).toEqual(expected);
  });
});

describe('the largest over axes gives a tie to the first in raster order', () => {
  it.each([
    ['over space', node('GlobalMaxPool', ['layer'], ['y']), [5], [0, 5, 0, 0, 0, 0]],
    ['over rows', node('ReduceMax', ['layer', 'two'], ['y']), [4, 5, 9], [4, 5, 0, 0, 0, 9]],
    ['the smallest over columns', node('ReduceMin', ['layer', 'three'], ['y']), [5, 9], [5, 0, 0, 9, 0, 0]],
  ])('%s', async (_, reduce, rows, expected) => {
    const { model, target: name } = addGradients(modelOf(reduce), { layers: { layer: 'layer' } });
    const feeds = { input: tensor([1, 1, 2, 3], [1, 7, 1, 0, 7, 7]), [name]: tensor([1, rows.length], rows) };
    expect([...((await runModel(model, feeds))['gradients/layer']?.values ?? [])]).toEqual(expected);
  });
});

it('TopK gives equal entries each their own', async () => {
  const top = node('TopK', ['layer', 'three'], ['y', 'places'], { axis: { int: 3 } });
  const sized = withGraph(modelOf(top), { input: [floatValue('input', [1, 1, 1, 6])] });
  const { model, target: name } = addGradients(sized, { layers: { layer: 'layer' } });
  const feeds = { input: tensor([1, 1, 1, 6], [0, 2, 0, 2, 0, -1]), [name]: tensor([1, 3], [5, 7, 9]) };
  expect([...((await runModel(model, feeds))['gradients/layer']?.values ?? [])]).toEqual([9, 5, 0, 7, 0, 0]);
});

describe('a ReLU that also has an upper bound', () => {
  const relu6 = node('Clip', ['layer', 'zero', 'six'], ['y']);
  it.each([
    ['standard', relu6, [-3, 0, 5, 0, 0]],
    ['guided', relu6, [0, 0, 5, 0, 0]],
    ['deconv', relu6, [0, 0, 5, 7, 2]],
    ['deconv', node('Clip', ['layer', 'minus', 'six'], ['y']), [-3, -2, 5, 7, 0]],
  ] as const)('goes back by the rule %s', async (relu, clip, expected) => {
    const { model, target: name } = addGradients(modelOf(clip), { layers: { layer: 'layer' }, relu });
    const feeds = { input: tensor([1, 1, 1, 5], [1, -1, 2, -2, 8]), [name]: tensor([1, 5], [-3, -2, 5, 7, 2]) };
    expect([...((await runModel(model, feeds))['gradients/layer']?.values ?? [])]).toEqual(expected);
  });
});

describe('the bounds of a hard sigmoid are no ReLU', () => {
  const shifted = node('Add', ['layer', 'half of six'], ['shifted']);
  const clip = node('Clip', ['shifted', 'zero', 'six'], ['y']);
  it.each(['standard', 'guided', 'deconv'] as const)('and go back alike by the rule %s', async (relu) => {
    const { model, target: name } = addGradients(modelOf(shifted, clip), { layers: { layer: 'layer' }, relu });
    const feeds = { input: tensor([1, 1, 1, 5], [1, -1, 2, -4, 8]), [name]: tensor([1, 5], [-3, -2, 5, 7, 2]) };
    expect([...((await runModel(model, feeds))['gradients/layer']?.values ?? [])]).toEqual([-3, -2, 5, 0, 0]);
  });
});

describe('a file that ONNX Runtime has optimised is sent back for the one that was exported', () => {
  it.each([
    ['com.microsoft', 'FusedConv'],
    ['com.microsoft.nchwc', 'Conv'],
  ])('%s.%s', (domain, operator) => {
    const fused = node(operator, ['layer', 'kernel'], ['y']);
    fused.domain = domain;
    expect(() => addGradients(modelOf(fused), { layers: { layer: 'layer' } })).toThrow(
      expect.objectContaining({
        code: 'operator-unsupported',
        message:
          `The file was optimised by ONNX Runtime (its ${domain}.${operator} node "y" is not an ONNX operator). ` +
          'Use the file as it was exported, before optimisation.',
      }) as Error,
    );
  });
});

it('deconvnet passes nothing to windows that were not active', async () => {
  const pool = node('MaxPool', ['layer'], ['y'], { kernel_shape: { ints: [1, 2] }, strides: { ints: [1, 2] } });
  const feeds = { input: tensor([1, 1, 1, 6], [1, 2, 0, 0, -1, -2]) };
  const gradients = async (relu: 'standard' | 'deconv') => {
    const { model, target: name } = addGradients(modelOf(pool), { layers: { layer: 'layer' }, relu });
    const result = await runModel(model, { ...feeds, [name]: tensor([1, 3], [5, 7, 9]) });
    return [...(result['gradients/layer']?.values ?? [])];
  };
  expect(await gradients('standard')).toEqual([0, 5, 7, 0, 9, 0]);
  expect(await gradients('deconv')).toEqual([0, 5, 0, 0, 0, 0]);
});

describe('a rule refuses what it cannot do, naming node and operator', () => {
  it.each<[string, NodeProto]>([
    ['Conv node "y": its weights depend on a layer', node('Conv', ['kernel', 'layer'], ['y'])],
    [
      'Conv node "y": its padding depends on the picture’s size (auto_pad), which is free; export the model with explicit pads',
      node('Conv', ['layer', 'kernel'], ['y'], { auto_pad: { string: 'SAME_UPPER' }, strides: { ints: [2, 2] } }),
    ],
    [
      'BatchNormalization node "y": it is in training mode; export the model for inference',
      node('BatchNormalization', ['layer', 'ones', 'ones', 'ones', 'ones'], ['y'], { training_mode: { int: 1 } }),
    ],
    [
      'Pad node "y": it pads axis 2 in mode "reflect", and its size is free',
      node('Pad', ['layer', 'pads'], ['y'], { mode: { string: 'reflect' } }),
    ],
    [
      'Slice node "y": its start and end are known only at run time',
      node('Slice', ['layer', 'anything', 'anything'], ['y']),
    ],
    [
      'Slice node "y": it slices axis 2, whose size is free, with stride 2',
      node('Slice', ['layer', 'one', 'far', 'two', 'two'], ['y']),
    ],
    [
      'Gather node "y": it picks entries of axis 2, whose size is free',
      node('Gather', ['layer', 'axes'], ['y'], { axis: { int: 2 } }),
    ],
    ['Gather node "y": its indices are known only at run time', node('Gather', ['layer', 'anything'], ['y'])],
    [
      'Resize node "y": it resizes a free height or width; export the model for a fixed size',
      node('Resize', ['layer', '', 'scales'], ['y'], { mode: { string: 'linear' } }),
    ],
    [
      'Resize node "y": it is antialiased; export the model with antialias = 0',
      node('Resize', ['layer', '', 'scales'], ['y'], { mode: { string: 'cubic' }, antialias: { int: 1 } }),
    ],
    [
      'ConvTranspose node "y": its padding depends on the requested output size; export the model with explicit pads',
      node('ConvTranspose', ['layer', 'kernel'], ['y'], { output_shape: { ints: [9, 9] } }),
    ],
    [
      'Cast node "y": it casts to another float type; export the model in float32',
      node('Cast', ['layer'], ['y'], { to: { int: 10 } }),
    ],
    ['Clip node "y": its bounds depend on a layer', node('Clip', ['input', 'layer'], ['y'])],
  ])('%s', (message, refused) => {
    expect(() => addGradients(modelOf(refused), { layers: { layer: 'layer' } })).toThrow(
      expect.objectContaining({
        code: 'operator-unsupported',
        message: `The ${message.replace(':', ' has no gradient:')}.`,
      }) as Error,
    );
  });
});

describe('CastLike', () => {
  const cast = (like: string) => node('CastLike', ['layer', like], ['cast']);
  it.each([
    ['floats', [cast('zero'), node('Add', ['layer', 'cast'], ['y'])], 2],
    ['floats that depend on the picture', [cast('layer'), node('Add', ['layer', 'cast'], ['y'])], 2],
    [
      'integers, which have no gradient',
      [cast('one'), node('Cast', ['cast'], ['float'], { to: { int: 1 } }), node('Add', ['layer', 'float'], ['y'])],
      1,
    ],
    [
      'integers found at run time',
      [
        node('ArgMax', ['layer'], ['places']),
        cast('places'),
        node('CastLike', ['cast', 'layer'], ['float']),
        node('Add', ['layer', 'float'], ['y']),
      ],
      1,
    ],
    [
      'random numbers',
      [node('RandomNormalLike', ['layer'], ['random']), cast('random'), node('Add', ['layer', 'cast'], ['y'])],
      2,
    ],
    [
      'places of the largest',
      [
        node('TopK', ['layer', 'one'], ['largest', 'places']),
        cast('places'),
        node('Cast', ['cast'], ['float'], { to: { int: 1 } }),
        node('Add', ['layer', 'float'], ['y']),
      ],
      1,
    ],
  ] as const)('to the type of %s', async (_, nodes, expected) => {
    const { model, target } = addGradients(modelOf(...nodes), { layers: { layer: 'layer' } });
    const feeds = { input: tensor([1, 1, 1, 2], [0.5, -1.5]), [target]: tensor([1, 2], [1, 1]) };
    expect([...((await runModel(model, feeds))['gradients/layer']?.values ?? [])]).toEqual([expected, expected]);
  });

  it('is refused if that type is not known', () => {
    const like = { ...node('Mystery', ['ones'], ['strange']), domain: 'example' };
    const model = modelOf(like, cast('strange'), node('Add', ['layer', 'cast'], ['y']));
    expect(() => addGradients(model, { layers: { layer: 'layer' } })).toThrow(
      'The CastLike node "cast" has no gradient: the type it casts to is not known.',
    );
  });
});

it('Trilu is refused if the size of its matrices is free', () => {
  const model = modelOf(node('Trilu', ['layer'], ['y']));
  expect(() => addGradients(model, { layers: { layer: 'layer' } })).toThrow(
    'The Trilu node "y" has no gradient: the size of its matrices is not known.',
  );
});
