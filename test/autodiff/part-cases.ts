/** Cases of the rules that slice, concatenate, pad, repeat and move entries; all are linear. */
import type { AttributeValue } from '../../src/onnx/build.ts';
import type { RuleCase } from './rule-graphs.ts';

const far = 2 ** 40;
const linear = (title: string, inputs: RuleCase['inputs'], more: Partial<RuleCase> = {}): RuleCase => ({
  title,
  inputs,
  linear: true,
  ...more,
});
const slice = (title: string, dims: readonly number[], lists: readonly (readonly number[])[], free = false): RuleCase =>
  linear(title, [{ dims }, ...lists.map((ints) => ({ ints }))], { free });
const resize = (title: string, dims: readonly number[], to: readonly number[] | number, attributes: Attributes) =>
  typeof to === 'number'
    ? linear(title, [{ dims }, 'absent', { floats: [1, 1, to, to], dims: [4] }], { attributes })
    : linear(title, [{ dims }, 'absent', 'absent', { ints: to }], { attributes });
type Attributes = Readonly<Record<string, AttributeValue>>;
const mode = (name: string, place: string, rounding?: string): Attributes => ({
  mode: { string: name },
  coordinate_transformation_mode: { string: place },
  ...(rounding === undefined ? {} : { nearest_mode: { string: rounding } }),
});

export const partCases = {
  CastLike: [
    linear('like a constant of floats', [{ dims: [2, 3] }, { floats: [1], dims: [1] }]),
    linear('of any size, like several', [{ dims: [2, 3, 2] }, { fixed: [4] }], { free: true }),
  ],
  Concat: [
    linear('channels', [{ dims: [2, 3, 2, 2] }, { fixed: [2, 1, 2, 2] }, { dims: [2, 2, 2, 2] }], {
      attributes: { axis: { int: 1 } },
    }),
    linear('last axis', [{ dims: [2, 3] }, { dims: [2, 1] }], { attributes: { axis: { int: -1 } } }),
    linear('first axis', [{ dims: [1, 3] }, { dims: [2, 3] }], { attributes: { axis: { int: 0 } } }),
    linear('free sizes', [{ fixed: [2, 3, 1] }, { dims: [2, 3, 2] }, { dims: [2, 3, 3] }, { fixed: [2, 3, 2] }], {
      attributes: { axis: { int: 2 } },
      free: true,
    }),
  ],
  CumSum: [
    linear('from the front', [{ dims: [2, 3, 4] }, { ints: [2], dims: [] }], { free: true }),
    linear('from behind, without the entry itself', [{ dims: [2, 4, 3] }, { ints: [-2], dims: [] }], {
      attributes: { exclusive: { int: 1 }, reverse: { int: 1 } },
    }),
    linear('without the entry itself', [{ dims: [5] }, { ints: [0], dims: [] }], {
      attributes: { exclusive: { int: 1 } },
    }),
  ],
  DepthToSpace: [
    linear('DCR', [{ dims: [1, 8, 2, 3] }], { attributes: { blocksize: { int: 2 } }, free: true }),
    linear('CRD', [{ dims: [2, 8, 2, 3] }], {
      attributes: { blocksize: { int: 2 }, mode: { string: 'CRD' } },
      free: true,
    }),
  ],
  Expand: [
    linear('more axes', [{ dims: [3, 1] }, { ints: [2, 3, 4] }]),
    linear('an axis of 1', [{ dims: [2, 1, 3] }, { ints: [2, 4, 1] }]),
  ],
  Gather: [
    linear('one entry, its axis dropped', [{ dims: [2, 4, 3] }, { ints: [0], dims: [] }], {
      attributes: { axis: { int: 1 } },
    }),
    linear('the first of a free axis', [{ dims: [2, 3, 4] }, { ints: [0], dims: [] }], {
      attributes: { axis: { int: 2 } },
      free: true,
    }),
    linear('the last of a free axis', [{ dims: [2, 3, 4] }, { ints: [-1], dims: [] }], {
      attributes: { axis: { int: -1 } },
      free: true,
    }),
    linear('a stretch', [{ dims: [2, 5] }, { ints: [1, 2, 3] }], { attributes: { axis: { int: 1 } } }),
    linear(
      'indices of two dimensions, free sizes beside',
      [{ dims: [2, 5, 3] }, { ints: [4, 0, 2, 2, 1, 2], dims: [2, 3] }],
      {
        attributes: { axis: { int: 1 } },
        free: true,
      },
    ),
    linear('a stretch of four dimensions', [{ dims: [3, 2] }, { ints: [0, 1, 2], dims: [1, 3, 1, 1] }]),
    linear('a choice with one entry twice', [{ dims: [2, 4, 2] }, { ints: [3, 0, -1] }], {
      attributes: { axis: { int: 1 } },
    }),
  ],
  GatherElements: [
    linear('channels swapped', [{ dims: [1, 3, 2, 2] }, { ints: [2, 2, 1, 0, 0, 1, -1, 1], dims: [1, 2, 2, 2] }], {
      attributes: { axis: { int: 1 } },
    }),
    linear('first axis', [{ dims: [3, 2] }, { ints: [0, 1, 2, 2, 0, 2, 1, 1], dims: [4, 2] }]),
  ],
  GatherND: [
    linear('rows', [{ dims: [4, 2, 3] }, { ints: [3, 0, -1], dims: [3, 1] }]),
    linear('entries', [{ dims: [2, 3] }, { ints: [1, 2, 0, 0, 1, 2], dims: [3, 2] }]),
    linear('a batch', [{ dims: [2, 3, 2] }, { ints: [2, 0, 1, 1], dims: [2, 2, 1] }], {
      attributes: { batch_dims: { int: 1 } },
    }),
  ],
  Pad: [
    linear('reflected', [{ dims: [1, 2, 4, 5] }, { ints: [0, 0, 2, 1, 0, 0, 3, 2] }], {
      attributes: { mode: { string: 'reflect' } },
    }),
    linear('the edge repeated', [{ dims: [1, 2, 3, 2] }, { ints: [0, 1, 2, 0, 0, 0, 1, 3] }], {
      attributes: { mode: { string: 'edge' } },
    }),
    linear('wrapped', [{ dims: [1, 2, 3, 4] }, { ints: [0, 0, 2, 1, 0, 0, 1, 3] }], {
      attributes: { mode: { string: 'wrap' } },
      opset: 19,
    }),
    linear('space', [{ dims: [1, 2, 3, 4] }, { ints: [0, 0, 1, 2, 0, 0, 3, 0] }], { free: true }),
    linear('some added, some cropped', [{ dims: [1, 2, 4, 5] }, { ints: [0, 0, 1, -1, 0, 0, -2, 2] }]),
    linear('nothing', [{ dims: [2, 3] }, { ints: [0, 0, 0, 0] }]),
    linear('axes named', [{ dims: [1, 2, 3, 4] }, { ints: [1, 0, 2, 1] }, 'absent', { ints: [-1, 2] }], { opset: 18 }),
    linear('pads as an attribute, with a value', [{ dims: [1, 2, 3] }], {
      attributes: { pads: { ints: [0, 0, 1, 0, 0, 2] }, value: { float: 3 } },
      opset: 9,
    }),
  ],
  Resize: [
    resize('nearest, twice, as PyTorch has it', [1, 2, 2, 3], 2, mode('nearest', 'asymmetric', 'floor')),
    {
      ...resize('nearest, three times, free sizes', [1, 2, 2, 3], 3, mode('nearest', 'half_pixel')),
      free: true,
    },
    resize('nearest, to sizes', [1, 1, 3, 4], [1, 1, 5, 7], mode('nearest', 'half_pixel', 'round_prefer_ceil')),
    resize('nearest, smaller, ceil', [1, 1, 5, 6], [1, 1, 3, 4], mode('nearest', 'asymmetric', 'ceil')),
    resize('linear, half pixels', [1, 2, 3, 2], 2, mode('linear', 'half_pixel')),
    resize('linear, to sizes, as PyTorch has it', [1, 1, 3, 4], [1, 1, 5, 1], mode('linear', 'pytorch_half_pixel')),
    resize('linear, corners aligned', [1, 2, 3, 4], [1, 2, 5, 6], mode('linear', 'align_corners')),
    resize('linear, asymmetric, by a fraction', [1, 1, 5, 4], 1.5, mode('linear', 'asymmetric')),
    { ...resize('linear, symmetric', [1, 1, 5, 4], 1.3, mode('linear', 'half_pixel_symmetric')), opset: 19 },
    resize('cubic, half pixels', [1, 2, 3, 4], [1, 2, 7, 9], mode('cubic', 'half_pixel')),
    resize('cubic, to smaller sizes, as PyTorch has it', [1, 1, 7, 6], [1, 1, 3, 1], {
      ...mode('cubic', 'pytorch_half_pixel'),
      cubic_coeff_a: { float: -0.5 },
    }),
    resize('cubic, corners aligned', [1, 1, 3, 4], [1, 1, 6, 5], mode('cubic', 'align_corners')),
    resize('cubic, asymmetric, nothing from outside', [1, 1, 4, 5], 1.7, {
      ...mode('cubic', 'asymmetric'),
      exclude_outside: { int: 1 },
    }),
    linear('operator set 10', [{ dims: [1, 2, 2, 3] }, { floats: [1, 1, 2, 3], dims: [4] }], {
      attributes: { mode: { string: 'nearest' } },
      opset: 10,
    }),
    linear('operator set 10, linear', [{ dims: [1, 2, 2, 3] }, { floats: [1, 1, 2, 2], dims: [4] }], {
      attributes: { mode: { string: 'linear' } },
      opset: 10,
    }),
  ],
  ScatterElements: [
    linear('written', [{ dims: [3, 3] }, { ints: [1, 0, 2, 0, 2, 1], dims: [2, 3] }, { dims: [2, 3] }]),
    linear('added, twice to one place', [{ dims: [2, 4] }, { ints: [1, 1, 3, -1], dims: [2, 2] }, { dims: [2, 2] }], {
      attributes: { axis: { int: 1 }, reduction: { string: 'add' } },
      opset: 18,
    }),
  ],
  ScatterND: [
    linear('rows written', [{ dims: [4, 3] }, { ints: [2, 0], dims: [2, 1] }, { dims: [2, 3] }]),
    linear('entries added', [{ dims: [2, 3] }, { ints: [1, 2, 0, 0, 1, 2], dims: [3, 2] }, { dims: [3] }], {
      attributes: { reduction: { string: 'add' } },
      opset: 18,
    }),
  ],
  Slice: [
    slice(
      'two axes',
      [2, 5, 6],
      [
        [1, -4],
        [4, -1],
        [1, 2],
      ],
    ),
    slice(
      'axes left out',
      [3, 4],
      [
        [1, 0],
        [far, 2],
      ],
    ),
    slice('the rest of a free axis', [2, 3, 4], [[1], [far], [2]], true),
    slice('all but the last of a free axis', [2, 3, 4], [[0], [-1], [-1]], true),
    slice('the first two of a free axis', [2, 3, 4], [[0], [2], [2]], true),
    slice('the last two of a free axis', [2, 3, 4], [[-2], [far], [2]], true),
    slice(
      'every second',
      [2, 7, 6],
      [
        [1, 0],
        [far, 5],
        [1, 2],
        [2, 2],
      ],
    ),
    slice('every third, ends cut', [2, 8], [[1], [6], [1], [3]]),
    slice('backwards', [2, 5], [[-1], [-far], [1], [-1]]),
    slice('backwards, every second', [2, 6], [[4], [0], [1], [-2]]),
    linear('operator set 9', [{ dims: [3, 4] }], {
      attributes: { starts: { ints: [1] }, ends: { ints: [3] }, axes: { ints: [1] } },
      opset: 9,
    }),
  ],
  SpaceToDepth: [
    linear('blocks of 2', [{ dims: [1, 2, 4, 6] }], { attributes: { blocksize: { int: 2 } }, free: true }),
  ],
  Split: [
    linear('equal pieces', [{ dims: [2, 6] }], { attributes: { axis: { int: 1 } }, outputs: 2 }),
    linear('sizes as an input', [{ dims: [2, 5] }, { ints: [1, 4] }], {
      attributes: { axis: { int: -1 } },
      outputs: 2,
    }),
    linear('sizes as an attribute', [{ dims: [5, 2] }], {
      attributes: { split: { ints: [3, 2] } },
      outputs: 2,
      opset: 9,
    }),
    linear('a number of pieces, the last smaller', [{ dims: [5, 2] }], {
      attributes: { num_outputs: { int: 3 } },
      outputs: 3,
      opset: 18,
    }),
  ],
  Tile: [
    linear('space, free sizes', [{ dims: [2, 3, 2, 4] }, { ints: [1, 1, 3, 2] }], { free: true }),
    linear('every axis', [{ dims: [2, 3] }, { ints: [2, 2] }]),
    linear('once', [{ dims: [2, 3] }, { ints: [1, 1] }]),
  ],
  Transpose: [
    linear('a cycle of axes', [{ dims: [2, 3, 4] }], { attributes: { perm: { ints: [1, 2, 0] } } }),
    linear('reversed', [{ dims: [2, 3, 4] }], { free: true }),
  ],
  Trilu: [
    linear('above the diagonal', [{ dims: [3, 3] }]),
    linear('below it, matrices of a batch', [{ dims: [2, 3, 4] }], { attributes: { upper: { int: 0 } } }),
    linear('above another diagonal', [{ dims: [2, 4, 3] }, { ints: [-1], dims: [] }]),
    linear('below another diagonal', [{ dims: [1, 3, 5] }, { ints: [2], dims: [] }], {
      attributes: { upper: { int: 0 } },
    }),
  ],
} as const satisfies Readonly<Record<string, readonly [RuleCase, ...RuleCase[]]>>;
