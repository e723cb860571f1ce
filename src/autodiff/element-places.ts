/** Which entries of a tensor are selected by indices, counted row by row. */
import { stridesOf } from '../onnx/dimensions.ts';
import type { Step } from './rule.ts';

/**
 * As in GatherElements and ScatterElements: each index's own position, except along one axis, where the index is the
 * position.
 * @param sizes of the tensor
 * @param indexSizes of the indices, on each axis no larger
 */
export function placesOfElements(
  step: Step,
  indices: readonly number[],
  sizes: readonly number[],
  indexSizes: readonly number[],
): readonly number[] {
  const at = step.int('axis', 0);
  const axis = at < 0 ? at + sizes.length : at;
  const [strides, own] = [stridesOf(sizes), stridesOf(indexSizes)];
  return indices.map((index, i) =>
    sizes.reduce((place, size, each) => {
      const along = index < 0 ? index + size : index;
      const here = Math.floor(i / (own[each] ?? 1)) % (indexSizes[each] ?? 1);
      return place + (each === axis ? along : here) * (strides[each] ?? 1);
    }, 0),
  );
}

/**
 * As in GatherND and ScatterND: each row of the last axis of the indices gives a position on the first axes.
 * @param sizes of those axes of the tensor, preceded by the batch's
 * @param batch how many axes the indices and the tensor have in common
 */
export function placesOfTuples(
  indices: readonly number[],
  indexSizes: readonly number[],
  sizes: readonly number[],
  batch = 0,
): readonly number[] {
  const depth = indexSizes.at(-1) ?? 1;
  const strides = stridesOf(sizes);
  const perBatch = indexSizes.slice(batch, -1).reduce((product, size) => product * size, 1);
  const inside = sizes.slice(batch).reduce((product, size) => product * size, 1);
  const count = indexSizes.slice(0, -1).reduce((product, size) => product * size, 1);
  return Array.from({ length: count }, (_, row) => {
    const start = Math.floor(row / perBatch) * inside;
    return Array.from({ length: depth }, (_each, i) => i).reduce((place, i) => {
      const index = indices[row * depth + i] ?? 0;
      const size = sizes[batch + i] ?? 1;
      return place + (index < 0 ? index + size : index) * (strides[batch + i] ?? 1);
    }, start);
  });
}
