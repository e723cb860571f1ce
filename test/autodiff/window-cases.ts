/** Cases of the rules for operators with sliding windows; odd and even, free and known sizes. */
import type { AttributeValue } from '../../src/onnx/build.ts';
import type { RuleCase } from './rule-graphs.ts';

type Attributes = Readonly<Record<string, AttributeValue>>;

const square = (size: number): AttributeValue => ({ ints: [size, size] });
const round = (size: number): AttributeValue => ({ ints: [size, size, size, size] });
const conv = (
  title: string,
  input: readonly number[],
  weights: readonly number[],
  attributes: Attributes = {},
): RuleCase => ({
  title,
  inputs: [{ dims: input }, { fixed: weights }, { fixed: [weights[0] ?? 0] }],
  attributes,
  linear: true,
});
const pool = (title: string, input: readonly number[], attributes: Attributes): RuleCase => ({
  title,
  inputs: [{ dims: input }],
  attributes,
});
/** Without a bias, whose size would be that of the weights' second axis. */
const transposed: typeof conv = (...parts) => {
  const rule = conv(...parts);
  return { ...rule, inputs: rule.inputs.slice(0, 2) };
};
const overlapping: Attributes = { kernel_shape: square(3), strides: square(2), pads: round(1) };
const ceil: Attributes = { ceil_mode: { int: 1 }, strides: square(2) };
const sparse: Attributes = { kernel_shape: square(2), strides: square(3) };
const counted: Attributes = { count_include_pad: { int: 1 } };
const linear = (rule: RuleCase): RuleCase => ({ ...rule, linear: true });
const free = (rule: RuleCase): RuleCase => ({ ...rule, title: `${rule.title}, free sizes`, free: true });

/** Coordinates with room for steps: inside, between the last entry and the edge, and outside. */
const places = [-0.93, 0.41, 0.17, -0.38, 0.71, 0.94, -1.43, 0.27, 1.31, -1.62, 0.52, 2.41];
const sample = (title: string, attributes: Attributes, channels = 2): RuleCase => ({
  title,
  inputs: [{ dims: [1, channels, 3, 4] }, { values: places, dims: [1, 2, 3, 2] }],
  attributes,
  opset: 16,
  step: 1 / 512,
});
const padding = (mode: string, corners: number): Attributes => ({
  padding_mode: { string: mode },
  align_corners: { int: corners },
});

/** The nearest entry does not change with the grid. */
const nearest = (title: string, attributes: Attributes, channels?: number): RuleCase => {
  const rule = sample(title, { ...attributes, mode: { string: 'nearest' } }, channels);
  return { ...rule, inputs: [...rule.inputs.slice(0, 1), { floats: places, dims: [1, 2, 3, 2] }], linear: true };
};

export const windowCases = {
  GridSample: [
    sample('bilinear, zeros', padding('zeros', 0)),
    sample('bilinear, zeros, corners aligned', padding('zeros', 1), 4),
    sample('bilinear, border', padding('border', 0)),
    sample('bilinear, border, corners aligned', padding('border', 1), 4),
    sample('bilinear, reflection', padding('reflection', 0)),
    sample('bilinear, reflection, corners aligned', padding('reflection', 1), 4),
    nearest('nearest, zeros', padding('zeros', 0)),
    nearest('nearest, border', padding('border', 1), 4),
    nearest('nearest, reflection', padding('reflection', 0)),
    nearest('nearest, reflection, corners aligned', padding('reflection', 1), 4),
    { ...sample('linear, operator set 20', { mode: { string: 'linear' } }), opset: 20 },
    {
      title: 'a constant grid for each of three pictures of one row',
      inputs: [{ dims: [3, 2, 1, 4] }, { fixed: [3, 2, 1, 2] }],
      attributes: padding('reflection', 1),
      linear: true,
      opset: 16,
    },
  ],
  Conv: [
    conv('1 × 1', [2, 3, 2, 3], [2, 3, 1, 1]),
    free(conv('3 × 3, same size', [1, 2, 4, 5], [3, 2, 3, 3], { pads: round(1) })),
    ...[7, 8, 9, 10].flatMap((size) => [
      free(
        conv(`3 × 3, stride 2, padded, ${size}`, [1, 1, size, 7], [2, 1, 3, 3], { pads: round(1), strides: square(2) }),
      ),
      free(conv(`3 × 3, stride 2, bare, ${size}`, [1, 1, size, 8], [2, 1, 3, 3], { strides: square(2) })),
      free(conv(`1 × 1, stride 2, ${size}`, [1, 2, size, 5], [2, 2, 1, 1], { strides: square(2) })),
      conv(`3 × 3, stride 3, ${size}`, [1, 1, size, 6], [2, 1, 3, 3], { strides: square(3), pads: round(1) }),
    ]),
    free(
      conv('5 × 3, padded more than the stride needs', [1, 1, 8, 7], [2, 1, 5, 3], {
        pads: { ints: [2, 1, 3, 2] },
        strides: square(2),
      }),
    ),
    conv('unequal pads, strides and dilations', [1, 2, 7, 8], [2, 2, 2, 3], {
      pads: { ints: [0, 2, 1, 0] },
      strides: { ints: [1, 2] },
      dilations: { ints: [2, 1] },
    }),
    free(conv('two groups', [1, 4, 4, 4], [6, 2, 3, 3], { group: { int: 2 }, pads: round(1), strides: square(2) })),
    conv('depthwise', [1, 3, 4, 4], [3, 1, 3, 3], { group: { int: 3 }, pads: round(1) }),
    conv('auto_pad SAME_UPPER', [1, 1, 7, 8], [2, 1, 3, 3], { auto_pad: { string: 'SAME_UPPER' }, strides: square(2) }),
    conv('auto_pad SAME_LOWER', [1, 1, 8, 7], [2, 1, 3, 3], { auto_pad: { string: 'SAME_LOWER' }, strides: square(2) }),
    free(conv('auto_pad SAME_UPPER, stride 1', [1, 1, 4, 5], [2, 1, 2, 2], { auto_pad: { string: 'SAME_UPPER' } })),
    conv('auto_pad VALID', [1, 1, 4, 5], [2, 1, 2, 2], { auto_pad: { string: 'VALID' } }),
    conv('one axis of space', [2, 2, 7], [3, 2, 3], { strides: { ints: [2] } }),
  ],
  ConvTranspose: [
    transposed('3 × 3, stride 2, output_padding', [1, 2, 3, 4], [2, 3, 3, 3], {
      strides: square(2),
      pads: round(1),
      output_padding: square(1),
    }),
    transposed('two groups, dilated', [1, 4, 3, 3], [4, 3, 2, 2], { group: { int: 2 }, dilations: square(2) }),
    free(transposed('2 × 2, stride 2', [2, 3, 2, 3], [3, 2, 2, 2], { strides: square(2) })),
  ],
  MaxPool: [
    pool('2 × 2, stride 2, rest cut off', [2, 2, 5, 6], { kernel_shape: square(2), strides: square(2) }),
    ...[7, 8, 9, 10].map((size) => free(pool(`overlapping, padded, ${size}`, [1, 2, size, 7], overlapping))),
    free(pool('stride 1', [1, 2, 4, 5], { kernel_shape: { ints: [2, 3] } })),
    free(pool('ceil_mode', [1, 2, 6, 7], { kernel_shape: square(3), strides: square(2), ceil_mode: { int: 1 } })),
    pool('dilated', [1, 2, 7, 6], { kernel_shape: square(2), dilations: square(2), strides: square(2) }),
    { ...pool('all below zero', [], overlapping), inputs: [{ dims: [1, 1, 5, 5], from: -4, to: -2 }] },
  ],
  AveragePool: [
    linear(pool('2 × 2, stride 2', [2, 2, 4, 5], { kernel_shape: square(2), strides: square(2) })),
    ...[7, 8, 9, 10].map((size) =>
      linear(free(pool(`overlapping, padding left out, ${size}`, [1, 2, size, 5], overlapping))),
    ),
    ...[5, 6, 7, 8].flatMap((size) => [
      linear(free(pool(`ceil_mode, ${size}`, [1, 2, size, 6], { ...ceil, kernel_shape: square(2) }))),
      linear(free(pool(`ceil_mode, overlapping, padded, ${size}`, [1, 1, size, 7], { ...ceil, ...overlapping }))),
    ]),
    linear(pool('ceil_mode, strides larger than the kernel', [1, 1, 7, 8], { ...ceil, ...sparse })),
    linear(free(pool('ceil_mode, padding counted', [1, 2, 6, 7], { ...ceil, ...overlapping, ...counted }))),
    linear(free(pool('padding counted', [1, 2, 5, 6], { ...overlapping, count_include_pad: { int: 1 } }))),
  ],
} as const satisfies Readonly<Record<string, readonly [RuleCase, ...RuleCase[]]>>;
