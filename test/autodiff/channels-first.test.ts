/** Models with the input [N, H, W, 3], before and after conversion: the same picture gives the same logits. */
import { create } from '@bufbuild/protobuf';
import { AttributeProtoSchema, GraphProtoSchema } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { channelsFirst } from '../../src/autodiff/channels-first.ts';
import { floatTensor, floatValue, intTensor, node } from '../../src/onnx/build.ts';
import type { NodeProto } from '../../src/onnx/messages.ts';
import type { Model } from '../../src/onnx/messages.ts';
import { largestDifference } from './compare.ts';
import { runModel, tensor } from './run-model.ts';
import { tinyResnet, wave } from './tiny-resnet.ts';

const dims = [2, 3, 8, 7] as const;
const picture = tensor(dims, wave(2 * 3 * 8 * 7));
const turned = tensor([2, 8, 7, 3], turn(picture.values));

/** [N, C, H, W] → [N, H, W, C], independent of the tested code. */
function turn(values: Float32Array): Float32Array {
  const [, colours, height, width] = dims;
  return Float32Array.from(values, (_, i) => {
    const c = i % colours;
    const x = Math.floor(i / colours) % width;
    const y = Math.floor(i / colours / width) % height;
    const n = Math.floor(i / colours / width / height);
    return values[((n * colours + c) * height + y) * width + x] ?? NaN;
  });
}

const toFirst = node('Transpose', ['input'], ['first'], { perm: { ints: [0, 3, 1, 2] } });
const [stem, ...rest] = tinyResnet().graph.node;

function channelsLast(before: readonly NodeProto[], behind: readonly NodeProto[] = rest.slice(-1)): Model {
  const { graph } = tinyResnet();
  const first = node('Conv', ['first', 'stem.w'], ['stem']);
  first.attribute = stem?.attribute ?? [];
  return tinyResnet({
    nodes: [...before, first, ...rest.slice(0, -1), ...behind],
    inputs: [floatValue('input', ['batch', 'height', 'width', 3])],
    weights: [...graph.initializer, floatTensor('mean', [3], Float32Array.of(0.5, -1, 2)), intTensor('one', [1], [1])],
  });
}

const gemm = node('Gemm', ['flat', 'fc.w', 'fc.b'], ['scores'], { transB: { int: 1 } });
const brightness = node('ReduceMean', ['input'], ['brightness'], { axes: { ints: [1, 2, 3] }, keepdims: { int: 0 } });
const column = node('Unsqueeze', ['brightness', 'one'], ['column']);

describe('gives the same as the model that was turned', () => {
  it.each<[string, Model, number]>([
    ['where it begins with a Transpose, which goes', channelsLast([toFirst]), 0],
    [
      'where something comes before its Transpose',
      channelsLast([
        node('Sub', ['input', 'mean'], ['centred']),
        node('Transpose', ['centred'], ['first'], { perm: { ints: [0, 3, 1, 2] } }),
      ]),
      2,
    ],
    [
      'where the picture is read in both ways',
      channelsLast([toFirst, brightness], [gemm, column, node('Add', ['scores', 'column'], ['logits'])]),
      1,
    ],
  ])('%s', async (_, model, transposes) => {
    const { logits: expected } = await runModel(model, { input: turned });
    const changed = channelsFirst(model);
    const { logits: found } = await runModel(changed, { input: picture });
    expect(found?.dims).toEqual(expected?.dims);
    // Float32 sums over the picture are in a different order.
    expect(largestDifference(found?.values, expected?.values ?? [])).toBeLessThan(1e-6);
    expect(changed.graph.node.filter(({ opType }) => opType === 'Transpose')).toHaveLength(transposes);
    expect(changed.graph.input[0]).toEqual(floatValue('input', ['batch', 3, 'height', 'width']));
    expect(model.graph.input[0]).toEqual(floatValue('input', ['batch', 'height', 'width', 3]));
  });
});

it('renames the values that a graph inside a node reads', () => {
  const branch = node('If', ['truth'], ['chosen']);
  const inner = create(GraphProtoSchema, {
    node: [node('Relu', ['input'], ['inner'])],
    output: [floatValue('inner', [])],
  });
  branch.attribute.push(create(AttributeProtoSchema, { name: 'then_branch', g: inner }));
  const { graph } = channelsFirst(channelsLast([toFirst, branch]));
  const [turnedBack, , changed] = graph.node;
  expect(turnedBack?.output).toEqual(['input/channels_last']);
  expect(changed?.attribute[0]?.g?.node[0]?.input).toEqual(['input/channels_last']);
  expect(inner.node[0]?.input).toEqual(['input']);
});

it.each<[string, Model]>([
  ['channels first', tinyResnet()],
  ['channels first and three columns wide', tinyResnet({ inputs: [floatValue('input', ['batch', 3, 'height', 3])] })],
  ['a convolution that reads it as it is', tinyResnet({ inputs: [floatValue('input', ['batch', '', '', 3])] })],
])('leaves alone what is no such model: %s', (_, model) => {
  expect(channelsFirst(model)).toBe(model);
});
