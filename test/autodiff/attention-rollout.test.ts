/** Attention rollout in the rewritten graph, against its definition in float64, and where there is none. */
import { describe, expect, it } from 'vitest';
import { addGradients } from '../../src/autodiff/add-gradients.ts';
import { rolloutRefusal } from '../../src/autodiff/attention-rollout.ts';
import { Classifier } from '../../src/autodiff/classifier.ts';
import { floatTensor, floatValue, intTensor, node } from '../../src/onnx/build.ts';
import { withGraph, type Model } from '../../src/onnx/messages.ts';
import { attentionRollout } from '../support/references/attention-rollout.ts';
import { attentionOf, runRollout } from './run-rollout.ts';
import { buildModel } from './build-model.ts';
import { largestDifference } from './compare.ts';
import { networks } from './networks/index.ts';
import { TokenNetwork } from './networks/token-network.ts';
import { tokenFamilies } from './networks/transformers.ts';
import { tensor } from './run-model.ts';
import { tinyResnet, wave } from './tiny-resnet.ts';

const [pictures, side, positions] = [2, 16, 16];
const input = tensor([pictures, 3, side, side], wave(pictures * 3 * side * side, 2, 0.7));
const first = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** The tokens that are read, and those before the positions. */
const families: readonly (readonly [string, Model, readonly number[], number])[] = [
  ['ViT', networks.ViT!().model, [0], 1],
  ['ViT, class token', tokenFamilies['ViT, class token']!().model, [0], 1],
  ['ViT, written with elementary operators', tokenFamilies['ViT, written with elementary operators']!().model, [0], 1],
  ['ViT, registers', tokenFamilies['ViT, registers']!().model, [0], 4],
  ['DeiT, distilled', tokenFamilies['DeiT, distilled']!().model, [0, 1], 2],
  [
    'ViT, mean of the patches',
    tokenFamilies['ViT, mean of the patches']!().model,
    first(positions).map((i) => i + 1),
    1,
  ],
];

describe('attention rollout', () => {
  it.each(families)('of %s is what its definition gives', async (_, model, rows, before) => {
    const { dims, values } = await runRollout(model, input);
    expect(dims).toEqual([pictures, 4, 4]);
    const attention = await attentionOf(model, input);
    for (const [picture, blocks] of attention.entries()) {
      const rolled = attentionRollout(blocks, Math.sqrt(blocks[0]!.length / 2));
      const expected = first(positions).map(
        (at) => rows.reduce((sum, row) => sum + rolled[row]![before + at]!, 0) / rows.length,
      );
      const own = values.subarray(picture * positions, (picture + 1) * positions);
      expect(largestDifference(own, expected)).toBeLessThan(1e-6);
    }
    const [one, other] = [values.subarray(0, positions), values.subarray(positions)];
    expect(largestDifference(one, other)).toBeGreaterThan(1e-3);
  });

  it('has the values that a hand finds', async () => {
    // A = [½ ½; ¼ ¾] in both blocks, so Ã = [¾ ¼; ⅛ ⅞], and the mean of the rows of Ã² is [51/128 77/128].
    const { dims, values } = await runRollout(
      twoPositions(),
      tensor([1, 3, 1, 2], [0, Math.sqrt(Math.log(3)), 9, 9, 9, 9]),
    );
    expect(dims).toEqual([1, 1, 2]);
    expect(values[0]).toBeCloseTo(51 / 128, 6);
    expect(values[1]).toBeCloseTo(77 / 128, 6);
  });

  it('follows one picture’s heads in the first dimension, too, and the mean of all positions', async () => {
    const { dims, values } = await runRollout(foldedHeads(1), onePicture);
    expect(dims).toEqual([1, 4, 4]);
    const [blocks = []] = await attentionOf(foldedHeads(1), onePicture);
    const rolled = attentionRollout(blocks, positions);
    const expected = first(positions).map((at) => rolled.reduce((sum, row) => sum + row[at]!, 0) / positions);
    expect(largestDifference(values, expected)).toBeLessThan(1e-6);
  });
});

const onePicture = tensor([1, 3, side, side], input.values.subarray(0, 3 * side * side));

/** Two pixels as tokens of one channel, x; scores x[i] · x[j]; the values are 0, so both blocks see the same tokens. */
function twoPositions(): Model {
  const block = (from: string, name: string, to: string) => [
    node('Transpose', [from], [`${name}.t`], { perm: { ints: [0, 2, 1] } }),
    node('MatMul', [from, `${name}.t`], [`${name}.scores`]),
    node('Softmax', [`${name}.scores`], [`${name}.weights`], { axis: { int: -1 } }),
    node('MatMul', [from, 'nothing'], [`${name}.values`]),
    node('MatMul', [`${name}.weights`, `${name}.values`], [`${name}.read`]),
    node('Add', [from, `${name}.read`], [to]),
  ];
  return buildModel({
    nodes: [
      node('Conv', ['input', 'red'], ['map']),
      node('Reshape', ['map', 'row'], ['flat']),
      node('Transpose', ['flat'], ['x0'], { perm: { ints: [0, 2, 1] } }),
      ...[...block('x0', 'first', 'x1'), ...block('x1', 'second', 'x2')],
      node('ReduceMean', ['x2'], ['mean'], { axes: { ints: [1] }, keepdims: { int: 0 } }),
      node('Gemm', ['mean', 'head'], ['logits']),
    ],
    inputs: [floatValue('input', [1, 3, 1, 2])],
    outputs: [floatValue('logits', [1, 2])],
    weights: [
      floatTensor('red', [1, 3, 1, 1], Float32Array.of(1, 0, 0)),
      floatTensor('nothing', [1, 1], Float32Array.of(0)),
      floatTensor('head', [1, 2], Float32Array.of(1, -1)),
      intTensor('row', [3], [0, 1, -1]),
    ],
    opset: 17,
  });
}

/** Two heads, with attention [pictures · heads, tokens, tokens]. */
function foldedHeads(batch: number | string): Model {
  const net = new TokenNetwork();
  const [width, heads, head] = [8, 2, 4];
  const x = net.order(net.shaped(net.patches(width), 0, width, -1), 0, 2, 1);
  const part = (): string => {
    const parts = net.order(net.shaped(net.linear(x, width, width), -1, positions, heads, head), 0, 2, 1, 3);
    return net.shaped(parts, -1, positions, head);
  };
  const [queries, keys, values] = [part(), part(), part()];
  const weights = net.add('Softmax', [net.add('MatMul', [queries, net.order(keys, 0, 2, 1)])], { axis: { int: -1 } });
  const mixed = net.shaped(net.add('MatMul', [weights, values]), -1, heads, positions, head);
  const read = net.shaped(net.order(mixed, 0, 2, 1, 3), -1, positions, width);
  const model = net.build(net.gemm(net.mean(net.add('Add', [x, read]), [1], 0), width, 5), side, 20);
  return withGraph(model, { input: [floatValue('input', [batch, 3, side, side])] });
}

describe('a model without attention over one grid is refused, by name', () => {
  const none = /^Attention rollout needs attention matrices, a Softmax of queries times keys; the model has none\.$/;
  it.each([
    ['a CNN', tinyResnet(), none],
    ['Mixer', tokenFamilies.Mixer!().model, none],
    ['Keras, channels last', tokenFamilies['Keras, channels last']!().model, none],
    [
      'Swin',
      tokenFamilies['Swin, channels last']!().model,
      /the Softmax node "softmax_\d+" is of 4 tokens that are not one grid, as in windows\.$/,
    ],
    ['CaiT', tokenFamilies.CaiT!().model, /the Softmax node "softmax_\d+" is 1 × 17, queries × keys\.$/],
    [
      'pictures and heads in one dimension',
      foldedHeads('batch'),
      /the Softmax node "softmax_\d+" mixes pictures and heads in one dimension\.$/,
    ],
  ])('%s', (_, model, sentence) => {
    const classifier = new Classifier(model);
    expect(rolloutRefusal(classifier)).toMatch(sentence);
    expect(() => addGradients(classifier, { layers: {}, rollout: true })).toThrow(sentence);
  });
});
