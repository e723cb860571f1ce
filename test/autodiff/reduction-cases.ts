/** Cases of the reductions over axes, and of the operators that reduce several operands to one. */
import type { AttributeValue } from '../../src/onnx/build.ts';
import type { RuleCase } from './rule-graphs.ts';

const over = (...axes: number[]): Readonly<Record<string, AttributeValue>> => ({ axes: { ints: axes } });
const dropped = { keepdims: { int: 0 } } as const;
const space = { dims: [2, 3, 2, 4] } as const;
/** No value within a step of 0. */
const fewer = { dims: [2, 3, 2, 2] } as const;
const positive = { dims: [2, 3, 2, 4], from: 0.5 } as const;
const operands = { title: 'three, broadcast', inputs: [{ dims: [2, 3] }, { dims: [3] }, { dims: [2, 1], from: -1.8 }] };

export const reductionCases = {
  GlobalAveragePool: [
    { title: '3 × 4', inputs: [{ dims: [2, 3, 3, 4] }], linear: true },
    { title: 'free sizes', inputs: [{ dims: [2, 3, 3, 4] }], linear: true, free: true },
    { title: 'one axis of space', inputs: [{ dims: [2, 3, 5] }], linear: true, free: true, opset: 18 },
  ],
  GlobalMaxPool: [{ title: 'free sizes', inputs: [{ dims: [2, 3, 3, 4] }], free: true }],
  Max: [operands, { title: 'one', inputs: [{ dims: [2, 3] }] }],
  Mean: [{ ...operands, linear: true }],
  Min: [operands],
  ReduceL1: [
    { title: 'last axis', inputs: [fewer], attributes: over(-1), free: true },
    { title: 'axes as an input, dropped', inputs: [fewer, { ints: [1, 2] }], attributes: dropped, opset: 18 },
  ],
  ReduceL2: [
    { title: 'last axis', inputs: [space], attributes: over(-1), free: true },
    { title: 'axes as an input, dropped', inputs: [space, { ints: [1, 2] }], attributes: dropped, opset: 18 },
  ],
  ReduceLogSum: [
    { title: 'space, dropped', inputs: [positive], attributes: { ...over(2, 3), ...dropped }, free: true },
    { title: 'axes as an input', inputs: [positive, { ints: [1] }], opset: 18 },
  ],
  ReduceLogSumExp: [
    { title: 'space, dropped', inputs: [space], attributes: { ...over(2, 3), ...dropped }, free: true },
    { title: 'every axis', inputs: [{ dims: [3, 4] }] },
  ],
  ReduceMax: [
    {
      title: 'space, axes dropped, free sizes',
      inputs: [space],
      attributes: { ...over(2, 3), ...dropped },
      free: true,
    },
    { title: 'channels', inputs: [space], attributes: over(1), free: true },
    { title: 'axes as an input', inputs: [space, { ints: [0, -1] }], attributes: dropped, opset: 18 },
    { title: 'every axis', inputs: [{ dims: [3, 4] }] },
  ],
  ReduceMean: [
    { title: 'space, axes kept', inputs: [space], attributes: over(2, 3), linear: true },
    {
      title: 'space, axes dropped, free sizes',
      inputs: [space],
      attributes: { ...over(-2, -1), ...dropped },
      linear: true,
      free: true,
    },
    { title: 'axes as an input', inputs: [space, { ints: [1, 3] }], attributes: dropped, linear: true, opset: 18 },
    {
      title: 'axes dropped, before operator set 13',
      inputs: [{ dims: [2, 3, 2] }],
      attributes: { ...over(2), ...dropped },
      linear: true,
      opset: 11,
    },
    { title: 'every axis', inputs: [{ dims: [2, 3] }], linear: true },
    {
      title: 'no axis',
      inputs: [{ dims: [2, 3] }],
      attributes: { noop_with_empty_axes: { int: 1 } },
      linear: true,
      opset: 18,
    },
  ],
  ReduceMin: [{ title: 'space', inputs: [space], attributes: over(2, 3) }],
  ReduceProd: [
    { title: 'last axis', inputs: [space], attributes: over(-1), free: true },
    {
      title: 'a row without zeros, with one, with two',
      inputs: [{ values: [2, -1, 0.5, 3, 0, -2, 0, 1.5, 0], dims: [3, 3] }],
      attributes: { ...over(1), ...dropped },
    },
    { title: 'axes as an input', inputs: [{ dims: [2, 3, 2] }, { ints: [0, 2] }], attributes: dropped, opset: 18 },
  ],
  ReduceSum: [
    { title: 'axes as an input', inputs: [space, { ints: [1, -1] }], attributes: dropped, linear: true, free: true },
    { title: 'axes as an attribute', inputs: [space], attributes: over(2), linear: true, opset: 11 },
  ],
  ReduceSumSquare: [
    { title: 'last axis', inputs: [space], attributes: over(-1), free: true },
    { title: 'axes as an input, dropped', inputs: [space, { ints: [1, 2] }], attributes: dropped, opset: 18 },
  ],
  Sum: [{ ...operands, linear: true }],
  TopK: [
    {
      title: 'the two largest channels',
      inputs: [{ dims: [2, 4, 2] }, { ints: [2] }],
      attributes: { axis: { int: 1 } },
      unread: 1,
    },
    {
      title: 'the three smallest',
      inputs: [{ dims: [2, 5] }, { ints: [3] }],
      attributes: { largest: { int: 0 } },
      unread: 1,
    },
  ],
} as const satisfies Readonly<Record<string, readonly [RuleCase, ...RuleCase[]]>>;
