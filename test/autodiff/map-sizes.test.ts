import { expect, it } from 'vitest';
import { findMapSizes } from '../support/rewrites.ts';
import { readModel } from '../../src/onnx/read.ts';
import { tinyModel } from '../support/tiny-model.ts';

const { bytes } = tinyModel();
const model = readModel(bytes, 'tiny.onnx');
const layers = { first: 'stem.relu', pooled: 'pooled', end: 'last' };

it.each([
  // Two strides of 2, each with a border of 1: ⌈n/2⌉.
  { side: 32, sizes: [16, 8, 8] },
  { side: 45, sizes: [23, 12, 12] },
])('follows the strides for a picture of $side', ({ side, sizes }) => {
  const [first, pooled, end] = sizes.map((size) => ({ width: size, height: size }));
  expect(findMapSizes(model, layers, side)).toEqual({ first, pooled, end });
});

it('omits values that are not maps or do not exist', () => {
  expect(findMapSizes(model, { end: 'last', logits: 'logits', nothing: 'nothing' }, 32)).toEqual({
    end: { width: 8, height: 8 },
  });
});
