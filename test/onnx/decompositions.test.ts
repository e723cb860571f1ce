/**
 * Operators that are written with others before gradients are added: results are those of the operator itself, and
 * gradients agree with its central differences.
 */
import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../../src/onnx/build.ts';
import { checkRule } from '../autodiff/check-rule.ts';
import { buildRuleGraphs, type Operand, type RuleCase } from '../autodiff/rule-graphs.ts';
import { runModel } from '../autodiff/run-model.ts';

type Attributes = Readonly<Record<string, AttributeValue>>;

const int = (value: number): AttributeValue => ({ int: value });
const given = (
  opType: string,
  title: string,
  inputs: readonly Operand[],
  attributes: Attributes = {},
  opset = 17,
): readonly [string, string, RuleCase] => [opType, title, { title, inputs, attributes, opset }];

const heads = { q_num_heads: int(2), kv_num_heads: int(2) };
const tokens: readonly Operand[] = [{ dims: [1, 3, 4] }, { dims: [1, 3, 4] }, { dims: [1, 3, 6] }];
const inHeads: readonly Operand[] = [{ dims: [1, 2, 3, 4] }, { dims: [1, 2, 3, 4] }, { dims: [1, 2, 3, 2] }];
const table = (rows: readonly number[]): Operand => ({ fixed: rows, from: -1 });

describe('an operator written with others', () => {
  it.each([
    given('RMSNormalization', 'last axis', [{ dims: [2, 3, 4] }, { fixed: [4] }], {}, 23),
    given('RMSNormalization', 'two axes', [{ dims: [2, 3, 4] }, { fixed: [3, 4] }], { axis: int(1) }, 23),
    given('SimplifiedLayerNormalization', 'last axis', [{ dims: [2, 3, 4] }, { fixed: [4] }], {
      axis: int(-1),
      epsilon: { float: 0.01 },
    }),
    given('LpNormalization', 'p = 2, second axis', [{ dims: [2, 3, 2] }], { axis: int(1) }),
    given('LpNormalization', 'p = 1', [{ dims: [2, 3, 2] }], { p: int(1) }, 13),
    given('MeanVarianceNormalization', 'usual axes', [{ dims: [2, 3, 2, 2] }]),
    given('MeanVarianceNormalization', 'named axes', [{ dims: [2, 3, 2, 2] }], { axes: { ints: [2, 3] } }, 13),
    given('GlobalLpPool', 'p = 2', [{ dims: [2, 3, 2, 2] }], {}, 18),
    given('GlobalLpPool', 'p = 3', [{ dims: [1, 2, 2, 3] }], { p: int(3) }),
    given('LpPool', 'p = 2, padded', [{ dims: [1, 2, 5, 4] }], {
      ...{ kernel_shape: { ints: [3, 2] }, strides: { ints: [2, 1] }, pads: { ints: [1, 0, 1, 0] } },
    }),
    given('LpPool', 'p = 1', [{ dims: [1, 1, 4, 4] }], { p: int(1), kernel_shape: { ints: [2, 2] } }),
    given('RotaryEmbedding', 'halves', [{ dims: [1, 2, 3, 4] }, table([1, 3, 2]), table([1, 3, 2])], {}, 23),
    given(
      'RotaryEmbedding',
      'neighbours, a part of each head, positions',
      [{ dims: [1, 3, 12] }, table([5, 2]), table([5, 2]), { ints: [4, 0, 2], dims: [1, 3] }],
      { num_heads: int(2), interleaved: int(1), rotary_embedding_dim: int(4) },
      23,
    ),
    given('Attention', 'heads as an axis', inHeads, {}, 23),
    given('Attention', 'heads in the last axis', tokens, heads, 23),
    given('Attention', 'scale and limit', tokens, { ...heads, scale: { float: 0.3 }, softcap: { float: 0.7 } }, 23),
    given('Attention', 'causal', tokens, { ...heads, is_causal: int(1) }, 23),
    given(
      'Attention',
      'mask of numbers',
      [...inHeads, { floats: [0, -1, 2, 0.5, 0, 1, -2, 3, 0], dims: [3, 3] }],
      {},
      23,
    ),
    given('Attention', 'mask of truths', [...inHeads, { bools: [1, 0, 1, 1, 1, 0, 1, 1, 1], dims: [3, 3] }], {}, 23),
    given(
      'Attention',
      'heads of queries that share keys',
      [{ dims: [1, 4, 2, 3] }, { dims: [1, 2, 3, 3] }, { dims: [1, 2, 3, 2] }],
      {},
      23,
    ),
  ])('%s: %s', async (opType, _, rule) => {
    const { forward, lifted, feeds } = buildRuleGraphs(opType, rule);
    expect(lifted.graph.node.map((node) => node.opType)).not.toContain(opType);
    const [{ y: wanted }, { y: found }] = [await runModel(forward, feeds), await runModel(lifted, feeds)];
    expect(found?.dims).toEqual(wanted?.dims);
    wanted?.values.forEach((value, i) => expect(found?.values[i]).toBeCloseTo(value, 5));
    expect(await checkRule(opType, rule)).toBeUndefined();
  });

  it.each([
    ['with a cache of keys', [...inHeads, 'absent', { dims: [1, 2, 1, 4] }, { dims: [1, 2, 1, 2] }], {}],
    ['that limits masked scores', inHeads, { is_causal: int(1), softcap: { float: 1 } }],
  ] as const)('an Attention node %s is refused', (title, inputs, attributes) => {
    expect(() => buildRuleGraphs('Attention', { title, inputs, attributes, opset: 23 })).toThrow(
      'There is no gradient rule for the operator Attention',
    );
  });
});
