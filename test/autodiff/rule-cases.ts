/**
 * Operator → the test cases of its rule; a rule without a case does not compile. The rules of integers are checked
 * together, in quantised.test.ts: their operators have no slopes.
 */
import type { rules } from '../../src/autodiff/rules/index.ts';
import type { RuleCase } from './rule-graphs.ts';
import { normalizationCases } from './normalization-cases.ts';
import { partCases } from './part-cases.ts';
import { pointwiseCases } from './pointwise-cases.ts';
import { reductionCases } from './reduction-cases.ts';
import { windowCases } from './window-cases.ts';

const fourByThree = { dims: [4, 3] };

export const ruleCases = {
  Add: [
    { title: 'equal shapes', inputs: [{ dims: [2, 3] }, { dims: [2, 3] }], linear: true },
    { title: 'a row for every row', inputs: [{ dims: [2, 3, 2] }, { dims: [2] }], linear: true },
    { title: 'both broadcast', inputs: [{ dims: [2, 1, 3] }, { dims: [1, 4, 1] }], linear: true },
    {
      title: 'a bias for every channel',
      inputs: [{ dims: [2, 3, 2, 2] }, { dims: [3, 1, 1] }],
      linear: true,
      opset: 11,
    },
    { title: 'free sizes', inputs: [{ dims: [2, 3, 4, 5] }, { dims: [2, 3, 4, 5] }], linear: true, free: true },
    { title: 'a scalar', inputs: [{ dims: [2, 3] }, { dims: [] }], linear: true },
  ],
  Einsum: [
    {
      title: 'a matrix for every pixel',
      inputs: [{ dims: [2, 3, 2, 2] }, { dims: [4, 3] }],
      attributes: { equation: { string: 'nchw,oc->nohw' } },
      linear: true,
      free: true,
    },
    {
      title: 'letters that only one operand has',
      inputs: [{ dims: [2, 3, 2, 2] }, { dims: [2, 3, 2, 4] }],
      attributes: { equation: { string: 'nchw,ncpq->nchw' } },
      linear: true,
    },
    {
      title: 'three operands, no arrow',
      inputs: [{ dims: [2, 3] }, { dims: [3, 4] }, { dims: [4, 2, 2] }],
      attributes: { equation: { string: 'zb,bc,cxy' } },
      linear: true,
    },
    {
      title: 'an ellipsis',
      inputs: [{ dims: [2, 3, 4] }, { dims: [2, 4, 2] }],
      attributes: { equation: { string: '...ij, ...jk -> ...ik' } },
      linear: true,
    },
    {
      title: 'one operand',
      inputs: [{ dims: [2, 3, 4] }],
      attributes: { equation: { string: 'abc->ca' } },
      linear: true,
    },
  ],
  Flatten: [
    { title: 'pooled', inputs: [{ dims: [2, 3, 1, 1] }], linear: true },
    { title: 'axis 2', inputs: [{ dims: [2, 3, 2, 2] }], attributes: { axis: { int: 2 } }, linear: true, free: true },
    { title: 'axis -1', inputs: [{ dims: [2, 3, 4] }], attributes: { axis: { int: -1 } }, linear: true },
  ],
  Gemm: [
    { title: 'plain', inputs: [fourByThree, { dims: [3, 2] }, { dims: [2] }], linear: true },
    { title: 'no C', inputs: [fourByThree, { dims: [3, 2] }], linear: true },
    {
      title: 'alpha, beta, C a column',
      inputs: [fourByThree, { dims: [3, 2] }, { dims: [4, 1] }],
      attributes: { alpha: { float: 0.5 }, beta: { float: -2 } },
      linear: true,
    },
    {
      title: 'transA',
      inputs: [{ dims: [3, 4] }, { dims: [3, 2] }, { dims: [4, 2] }],
      attributes: { transA: { int: 1 } },
      linear: true,
    },
    {
      title: 'transB',
      inputs: [fourByThree, { dims: [2, 3] }, { dims: [1, 2] }],
      attributes: { transB: { int: 1 } },
      linear: true,
    },
    {
      title: 'transA, transB, alpha',
      inputs: [{ dims: [3, 4] }, { dims: [2, 3] }],
      attributes: { transA: { int: 1 }, transB: { int: 1 }, alpha: { float: 3 } },
      linear: true,
    },
    {
      title: 'free batch, fixed weights',
      inputs: [fourByThree, { fixed: [3, 2] }, { fixed: [2] }],
      linear: true,
      free: true,
    },
  ],
  Reshape: [
    { title: 'with 0 and -1', inputs: [{ dims: [2, 3, 4] }, { ints: [0, -1] }], linear: true, free: true },
    { title: 'to more axes', inputs: [{ dims: [6, 4] }, { ints: [2, 3, 2, 2] }], linear: true },
  ],
  Squeeze: [
    { title: 'axes as an input', inputs: [{ dims: [2, 3, 1, 1] }, { ints: [2, 3] }], linear: true, free: true },
    {
      title: 'axes as an attribute',
      inputs: [{ dims: [2, 1, 3] }],
      attributes: { axes: { ints: [-2] } },
      linear: true,
      opset: 11,
    },
    { title: 'every 1', inputs: [{ dims: [2, 3, 1, 1] }], linear: true },
  ],
  Unsqueeze: [
    { title: 'axes as an input', inputs: [{ dims: [2, 3] }, { ints: [0, -1] }], linear: true },
    {
      title: 'axes as an attribute',
      inputs: [{ dims: [2, 3] }],
      attributes: { axes: { ints: [1, 2] } },
      linear: true,
      opset: 11,
    },
  ],
  Div: [
    { title: 'equal shapes', inputs: [{ dims: [2, 3] }, { dims: [2, 3], from: 1 }] },
    { title: 'both broadcast', inputs: [{ dims: [3, 1] }, { dims: [1, 4], from: 1 }] },
  ],
  MatMul: [
    { title: 'matrices', inputs: [{ dims: [4, 3] }, { dims: [3, 2] }], linear: true, free: true },
    { title: 'batches', inputs: [{ dims: [2, 4, 3] }, { dims: [2, 3, 2] }], linear: true },
    { title: 'one matrix for every batch', inputs: [{ dims: [2, 4, 3] }, { dims: [3, 2] }], linear: true },
    { title: 'both broadcast, inner size 1', inputs: [{ dims: [2, 1, 4, 1] }, { dims: [3, 1, 2] }], linear: true },
    { title: 'a matrix and a vector', inputs: [{ dims: [4, 3] }, { dims: [3] }], linear: true },
    { title: 'batches and a vector', inputs: [{ dims: [2, 4, 3] }, { dims: [3] }], linear: true, free: true },
    { title: 'a vector and batches', inputs: [{ dims: [3] }, { dims: [2, 3, 4] }], linear: true, opset: 11 },
    { title: 'two vectors', inputs: [{ dims: [3] }, { dims: [3] }], linear: true },
  ],
  Mul: [
    { title: 'equal shapes', inputs: [{ dims: [2, 3] }, { dims: [2, 3] }], linear: true },
    { title: 'a factor for every channel', inputs: [{ dims: [2, 3, 2, 2] }, { dims: [2, 3, 1, 1] }], linear: true },
    {
      title: 'a factor for every channel, free sizes',
      inputs: [{ dims: [2, 3, 2, 2] }, { fixed: [3, 1, 1] }],
      linear: true,
      free: true,
    },
  ],
  Sub: [
    { title: 'equal shapes', inputs: [{ dims: [2, 3] }, { dims: [2, 3] }], linear: true },
    { title: 'both broadcast', inputs: [{ dims: [2, 1, 3] }, { dims: [4, 1] }], linear: true },
  ],
  Pow: [
    { title: 'a square', inputs: [{ dims: [2, 3] }, { floats: [2], dims: [] }] },
    { title: 'a cube', inputs: [{ dims: [2, 3] }, { floats: [3], dims: [1] }] },
    { title: 'an integer exponent', inputs: [{ dims: [2, 3] }, { ints: [3] }] },
    { title: 'both broadcast', inputs: [{ dims: [2, 3], from: 0.5 }, { dims: [2, 1] }] },
  ],
  PRelu: [{ title: 'a slope for each channel', inputs: [{ dims: [2, 3, 2, 2] }, { dims: [3, 1, 1] }] }],
  Where: [
    {
      title: 'both broadcast',
      inputs: [{ bools: [1, 0, 0, 1, 1, 0], dims: [2, 3] }, { dims: [3] }, { dims: [2, 1] }],
      linear: true,
    },
  ],
  ...normalizationCases,
  ...partCases,
  ...pointwiseCases,
  ...reductionCases,
  ...windowCases,
} as const satisfies Readonly<
  Record<Exclude<keyof typeof rules, 'DequantizeLinear' | 'QuantizeLinear'>, readonly [RuleCase, ...RuleCase[]]>
>;
