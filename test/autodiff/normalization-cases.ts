/** Cases of softmax and of the normalisations. */
import type { RuleCase } from './rule-graphs.ts';

export const normalizationCases = {
  BatchNormalization: [
    {
      title: 'fixed statistics, epsilon of its own',
      inputs: [{ dims: [2, 3, 2, 2] }, { fixed: [3] }, { fixed: [3] }, { fixed: [3] }, { fixed: [3], from: 0.5 }],
      attributes: { epsilon: { float: 0.25 } },
      linear: true,
      free: true,
    },
    {
      title: 'epsilon left out, no space',
      inputs: [{ dims: [4, 3] }, { fixed: [3] }, { fixed: [3] }, { fixed: [3] }, { floats: [1e-5, 1, 2], dims: [3] }],
      linear: true,
    },
    {
      title: 'operator set 7',
      inputs: [{ dims: [2, 3, 2, 2] }, { fixed: [3] }, { fixed: [3] }, { fixed: [3] }, { fixed: [3], from: 0.5 }],
      attributes: { spatial: { int: 1 } },
      linear: true,
      opset: 7,
    },
  ],
  GroupNormalization: [
    {
      title: 'two groups, a scale for each',
      inputs: [{ dims: [2, 4, 2, 3] }, { fixed: [2], from: 0.5 }, { fixed: [2] }],
      attributes: { num_groups: { int: 2 }, epsilon: { float: 0.01 } },
      opset: 18,
      free: true,
    },
    {
      title: 'two groups, a scale for each channel',
      inputs: [{ dims: [2, 4, 2, 2] }, { fixed: [4] }, { fixed: [4] }],
      attributes: { num_groups: { int: 2 } },
      opset: 21,
    },
  ],
  InstanceNormalization: [
    {
      title: 'free sizes',
      inputs: [{ dims: [2, 3, 2, 3] }, { fixed: [3] }, { fixed: [3] }],
      attributes: { epsilon: { float: 0.1 } },
      free: true,
    },
  ],
  LayerNormalization: [
    { title: 'last axis', inputs: [{ dims: [2, 3, 5] }, { fixed: [5] }, { fixed: [5] }], free: true },
    {
      title: 'two axes, no bias',
      inputs: [{ dims: [3, 2, 4] }, { fixed: [2, 4] }],
      attributes: { axis: { int: 1 }, epsilon: { float: 0.5 } },
    },
  ],
  LogSoftmax: [
    { title: 'last axis', inputs: [{ dims: [3, 4] }] },
    { title: 'axis 1 of three', inputs: [{ dims: [2, 3, 2] }], attributes: { axis: { int: 1 } }, free: true },
  ],
  LRN: [
    {
      title: 'three channels, all parameters',
      inputs: [{ dims: [2, 5, 2, 2] }],
      attributes: { size: { int: 3 }, alpha: { float: 0.9 }, beta: { float: 0.6 }, bias: { float: 1.5 } },
      free: true,
    },
  ],
  Softmax: [
    { title: 'last axis', inputs: [{ dims: [2, 2, 4] }], free: true },
    { title: 'axis 1 of four', inputs: [{ dims: [2, 3, 2, 2] }], attributes: { axis: { int: 1 } } },
    { title: 'the axes from 1 on as one, before operator set 13', inputs: [{ dims: [2, 3, 2] }], opset: 11 },
    { title: 'the last axis, before operator set 13', inputs: [{ dims: [2, 3] }], opset: 9 },
  ],
} as const satisfies Readonly<Record<string, readonly [RuleCase, ...RuleCase[]]>>;
