/** Attention rollout of networks that differ from ViT in one trait: it is what its definition gives, or refused by name. */
import { describe, expect, it } from 'vitest';
import { addGradients } from '../../src/autodiff/add-gradients.ts';
import { rolloutRefusal } from '../../src/autodiff/attention-rollout.ts';
import { Classifier } from '../../src/autodiff/classifier.ts';
import { withGraph, type Model } from '../../src/onnx/messages.ts';
import { attentionRollout } from '../support/references/attention-rollout.ts';
import { largestDifference } from './compare.ts';
import { TokenNetwork } from './networks/token-network.ts';
import { tensor } from './run-model.ts';
import { attentionOf, runRollout } from './run-rollout.ts';
import { wave } from './tiny-resnet.ts';

const [pictures, side, positions] = [2, 16, 16];
const [width, heads, head] = [8, 2, 4];
const input = tensor([pictures, 3, side, side], wave(pictures * 3 * side * side, 2, 0.7));
const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);

interface Traits {
  /** Tokens before the positions. */
  readonly before?: number;
  /** The picture's positions as [N, 16, width]. */
  readonly rows?: (net: TokenNetwork, map: string) => string;
  /** [N, heads, tokens, tokens] of queries and keys [N, heads, tokens, head]. */
  readonly scores?: (net: TokenNetwork, queries: string, keys: string) => string;
  readonly weights?: (net: TokenNetwork, scores: string) => string;
  /** [N, heads, tokens, head] */
  readonly mix?: (net: TokenNetwork, weights: string, values: string) => string;
  /** All of the attention of [N, tokens, width]. */
  readonly attention?: (net: TokenNetwork, x: string, tokens: number) => string;
  /** [N, width] of the last block's [N, tokens, width]. */
  readonly read?: (net: TokenNetwork, x: string) => string;
}

const inRows = (net: TokenNetwork, map: string): string => net.order(net.shaped(map, 0, width, -1), 0, 2, 1);
const times = (net: TokenNetwork, queries: string, keys: string): string =>
  net.add('MatMul', [queries, net.order(keys, 0, 1, 3, 2)]);
const softmax = (net: TokenNetwork, x: string, axis = -1): string => net.add('Softmax', [x], { axis: { int: axis } });
const product = (net: TokenNetwork, a: string, b: string): string => net.add('MatMul', [a, b]);
const classToken = (net: TokenNetwork, x: string): string => net.pick(net.norm(x, width), 1, 0);
const inHeads = (net: TokenNetwork, x: string, tokens: number): string =>
  net.order(net.shaped(net.linear(x, width, width), -1, tokens, heads, head), 0, 2, 1, 3);

function network(traits: Traits): Model {
  const { before = 1, rows = inRows, scores = times, weights = softmax, mix = product, read = classToken } = traits;
  const net = new TokenNetwork();
  const stem = net.patches(width);
  const own = rows(net, stem);
  const tokens = before + positions;
  const attention = (x: string): string => {
    const [q, k, v] = [inHeads(net, x, tokens), inHeads(net, x, tokens), inHeads(net, x, tokens)];
    const mixed = mix(net, weights(net, scores(net, q, k)), v);
    return net.linear(net.shaped(net.order(mixed, 0, 2, 1, 3), -1, tokens, width), width, width);
  };
  let x = before === 0 ? own : net.concat(1, net.learned(stem, before, width), own);
  for (let block = 0; block < 2; block += 1) {
    const normal = net.norm(x, width);
    x = net.add('Add', [x, traits.attention?.(net, normal, tokens) ?? attention(normal)]);
    x = net.add('Add', [x, net.mlp(net.norm(x, width), width)]);
  }
  return net.build(net.gemm(read(net, x), width, 5), side, 20);
}

/** Name, network, the tokens that the scores read, and how many are before the positions. */
const right: readonly (readonly [string, Traits, readonly number[]])[] = [
  [
    'registers before the class token, cut off before it is picked',
    { before: 5, read: (net, x) => net.pick(net.norm(net.slice(x, 1, 4, 2 ** 31), width), 1, 0) },
    [4],
  ],
  [
    'a class token that is sliced and flattened',
    { read: (net, x) => net.shaped(net.norm(net.slice(x, 1, 0, 1), width), -1, width) },
    [0],
  ],
  [
    'a class token that is picked from the end, and squeezed',
    {
      read: (net, x) => {
        const one = net.add('Gather', [x, net.ints([-17])], { axis: { int: 1 } });
        return net.add('Squeeze', [one, net.ints([1])]);
      },
    },
    [0],
  ],
  ['the mean of all tokens', { read: (net, x) => net.mean(net.norm(x, width), [1], 0) }, range(0, 17)],
  [
    'positions alone, and their mean',
    { before: 0, read: (net, x) => net.mean(net.norm(x, width), [1], 0) },
    range(0, 16),
  ],
  [
    'patches that become a map again',
    {
      read: (net, x) => {
        const patches = net.order(net.norm(net.slice(x, 1, 1, 2 ** 31), width), 0, 2, 1);
        return net.add('Flatten', [net.add('GlobalAveragePool', [net.shaped(patches, 0, width, 4, 4)])]);
      },
    },
    range(1, 16),
  ],
  [
    'Einsum for both products',
    {
      scores: (net, q, k) => net.add('Einsum', [q, k], { equation: { string: 'bhid,bhjd->bhij' } }),
      mix: (net, a, v) => net.add('Einsum', [a, v], { equation: { string: 'bhij,bhjd->bhid' } }),
    },
    [0],
  ],
  [
    'weights that are passed on',
    { mix: (net, a, v) => product(net, net.add('CastLike', [net.add('Identity', [a]), v]), v) },
    [0],
  ],
  [
    'one head, without a dimension',
    {
      attention: (net, x) => {
        const [q, k, v] = [net.linear(x, width, width), net.linear(x, width, width), net.linear(x, width, width)];
        return product(net, softmax(net, product(net, q, net.order(k, 0, 2, 1))), v);
      },
    },
    [0],
  ],
  ['tokens first, as torchvision has them', { attention: tokensFirst }, [0]],
];

/** PyTorch's multi_head_attention_forward: one product for all of [tokens, N, 3 · width], heads beside the pictures. */
function tokensFirst(net: TokenNetwork, x: string, tokens: number): string {
  const joint = net.shaped(net.linear(net.order(x, 1, 0, 2), width, 3 * width), tokens, -1, 3, width);
  const parted = net.add('Squeeze', [
    net.order(net.add('Unsqueeze', [joint, net.ints([0])]), 3, 1, 2, 0, 4),
    net.ints([3]),
  ]);
  const [q = '', k = '', v = ''] = [0, 1, 2].map((at) => {
    const turned = net.order(net.shaped(net.pick(parted, 0, at), tokens, -1, head), 1, 0, 2);
    return net.shaped(turned, -1, heads, tokens, head);
  });
  const mixed = net.order(product(net, softmax(net, times(net, q, k)), v), 2, 0, 1, 3);
  return net.order(net.shaped(net.gemm(net.shaped(mixed, -1, width), width, width), tokens, -1, width), 1, 0, 2);
}

it.each(right)('%s: what the definition gives', async (_, traits, read) => {
  const model = network(traits);
  const { dims, values } = await runRollout(model, input);
  expect(dims).toEqual([pictures, 4, 4]);
  const before = traits.before ?? 1;
  for (const [picture, blocks] of (await attentionOf(model, input)).entries()) {
    const rolled = attentionRollout(blocks, before + positions);
    const expected = range(before, positions).map(
      (at) => read.reduce((sum, row) => sum + rolled[row]![at]!, 0) / read.length,
    );
    const own = values.subarray(picture * positions, (picture + 1) * positions);
    expect(largestDifference(own, expected)).toBeLessThan(1e-6);
  }
});

const whole =
  'Attention rollout needs the attention of all tokens of one grid to each other, but that of the Softmax node "softmax_\\d+" ';
const reading = (operator: string): string =>
  'Attention rollout needs the scores to read single tokens, such as the class token, or the mean of tokens, but what ' +
  `the ${operator} node "\\w+" reads of them is not known\\.$`;

const wrong: readonly (readonly [string, Traits, string])[] = [
  [
    'a class token among tokens that were cut off',
    { read: (net, x) => net.pick(net.slice(x, 1, 0, 5), 1, 0) },
    reading('Slice'),
  ],
  [
    'a class token and the mean of the patches, each with its norm',
    {
      read: (net, x) =>
        net.add('Add', [classToken(net, x), net.mean(net.norm(net.slice(x, 1, 1, 2 ** 31), width), [1], 0)]),
    },
    'Attention rollout needs the scores to read .*, but they read several means, or tokens besides a mean\\.$',
  ],
  [
    'a token picked by GatherElements',
    {
      read: (net, x) => {
        const at = net.ints(new Array<number>(pictures * width).fill(0), [pictures, 1, width]);
        return net.shaped(net.add('GatherElements', [x, at], { axis: { int: 1 } }), -1, width);
      },
    },
    reading('GatherElements'),
  ],
  [
    'a token picked by a product',
    {
      read: (net, x) => net.shaped(product(net, net.floats([1, ...range(0, 16).map(() => 0)], [1, 17]), x), -1, width),
    },
    reading('MatMul'),
  ],
  [
    'a token picked by a mask and a sum',
    {
      read: (net, x) => {
        const mask = net.floats([1, ...range(0, 16).map(() => 0)], [17, 1]);
        return net.add('ReduceSum', [net.add('Mul', [x, mask]), net.ints([1])], { keepdims: { int: 0 } });
      },
    },
    reading('Mul'),
  ],
  [
    'the largest of all tokens',
    { read: (net, x) => net.add('ReduceMax', [x, net.ints([1])], { keepdims: { int: 0 } }) },
    reading('ReduceMax'),
  ],
  [
    'heads mixed after the Softmax',
    {
      mix: (net, a, v) => product(net, net.add('Conv', [a, net.random(heads, heads, 1, 1)]), v),
    },
    `${whole}does not go, as it is, into one matrix product with values\\.$`,
  ],
  [
    'gated attention',
    { mix: (net, a, v) => product(net, net.add('Mul', [a, net.floats([0.5, 2], [2, 1, 1])]), v) },
    `${whole}does not go, as it is, into one matrix product with values\\.$`,
  ],
  [
    'the transpose of the attention',
    { mix: (net, a, v) => net.order(product(net, net.order(v, 0, 1, 3, 2), a), 0, 1, 3, 2) },
    `${whole}does not go, as it is, into one matrix product with values\\.$`,
  ],
  [
    'attention that is read twice',
    { mix: (net, a, v) => net.add('Add', [product(net, a, v), product(net, a, net.add('Neg', [v]))]) },
    `${whole}does not go, as it is, into one matrix product with values\\.$`,
  ],
  [
    'five dimensions',
    {
      scores: (net, q, k) => {
        const five = (x: string): string => net.add('Unsqueeze', [x, net.ints([1])]);
        return product(net, five(q), five(net.order(k, 0, 1, 3, 2)));
      },
      mix: (net, a, v) =>
        net.add('Squeeze', [product(net, a, net.add('Unsqueeze', [v, net.ints([1])])), net.ints([1])]),
    },
    `${whole}has 5 dimensions instead of 3 or 4\\.$`,
  ],
  [
    'another axis',
    { weights: (net, scores) => softmax(net, scores, 2) },
    `${whole}is not normalised over the last dimension, that of keys\\.$`,
  ],
  [
    'weights of products without a Softmax in one block',
    { weights: everyOther((net, scores) => net.relu(scores)) },
    'Attention rollout needs all that mixes tokens by their contents to be a Softmax of queries times keys, but the ' +
      'MatMul node "matmul_\\d+" multiplies other matrices\\.$',
  ],
  [
    'channels that attend to each other',
    {
      before: 0,
      attention: (net, x) => {
        const part = (): string =>
          net.order(net.shaped(net.linear(x, width, 2 * positions), -1, positions, 2, positions), 0, 2, 1, 3);
        const [q, k, v] = [part(), part(), part()];
        const turned = (value: string): string => net.order(value, 0, 1, 3, 2);
        const mixed = turned(product(net, softmax(net, product(net, turned(q), k)), turned(v)));
        return net.linear(net.shaped(net.order(mixed, 0, 2, 1, 3), -1, positions, 2 * positions), 2 * positions, width);
      },
      read: (net, x) => net.mean(x, [1], 0),
    },
    `${whole}is of channels to each other\\.$`,
  ],
  [
    'columns before rows',
    {
      before: 0,
      rows: (net, map) => net.shaped(net.order(net.order(map, 0, 2, 3, 1), 0, 2, 1, 3), -1, positions, width),
      read: (net, x) => net.mean(x, [1], 0),
    },
    `${whole}is of 16 tokens whose order is not known\\.$`,
  ],
];

function everyOther(change: (net: TokenNetwork, scores: string) => string): NonNullable<Traits['weights']> {
  let calls = 0;
  return (net, scores) => (calls++ % 2 === 0 ? softmax(net, scores) : change(net, scores));
}

describe('refused by name', () => {
  it.each(wrong)('%s', (_, traits, sentence) => {
    const classifier = new Classifier(network(traits));
    expect(rolloutRefusal(classifier)).toMatch(new RegExp(`^${sentence}`));
    expect(() => addGradients(classifier, { layers: {}, rollout: true })).toThrow(new RegExp(`^${sentence}`));
  });

  it('tokens of which others have fewer, by their numbers', () => {
    // A second token joins after the first block.
    let blocks = 0;
    const model = network({
      attention: (net, x, tokens) => {
        blocks += 1;
        if (blocks === 1) return net.attention(x, width, { heads, tokens });
        const more = net.concat(1, net.learned(x, 1, width), x);
        return net.slice(net.attention(more, width, { heads, tokens: tokens + 1 }), 1, 1, 2 ** 31);
      },
    });
    expect(rolloutRefusal(new Classifier(model))).toMatch(
      /is of 18 tokens, 2 before and 0 behind a grid of 4 × 4, while that of others is of 17 tokens, 1 before and 0 behind a grid of 4 × 4\.$/,
    );
  });

  it('operators that hold attention inside', () => {
    const model = network({ attention: (net, x) => net.add('MultiHeadAttention', [x, x, x]) });
    const nodes = model.graph.node.map((node) =>
      node.opType === 'MultiHeadAttention' ? { ...node, domain: 'com.microsoft' } : node,
    );
    expect(rolloutRefusal(new Classifier(withGraph(model, { node: nodes })))).toMatch(
      /^Attention rollout needs the attention matrices of all blocks, but those inside the com\.microsoft\.MultiHeadAttention node "multiheadattention_\d+", if any, cannot be read\.$/,
    );
  });
});
