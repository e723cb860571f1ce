import { knownSize } from '../../onnx/dimensions.ts';
import { gatherBack, knownIndices } from '../gather-back.ts';
import { putBack } from '../put-back.ts';
import type { Rule, Step } from '../rule.ts';
import { placeOfStretch } from '../stretch.ts';

/** y = the entries of x at constant indices along an axis: g goes back to them, summed if one was taken twice. */
export const Gather: Rule = (step) => {
  const indices = knownIndices(step, 1);
  const shape = step.knownShape(step.input());
  const at = step.int('axis', 0);
  const axis = at < 0 ? at + shape.length : at;
  const gradient = inOneRow(step, axis, indices.length);

  const size = knownSize(shape[axis]);
  const [first = 0] = indices;
  const isStretch = indices.every((index, i) => index === first + i);
  if (!isStretch) {
    if (size === undefined) return step.refuse(`it picks entries of axis ${axis}, whose size is free`);
    const sources = indices.map((index) => (index < 0 ? index + size : index));
    return [gatherBack(step, gradient, { axis, rank: shape.length, sources, size })];
  }
  const end = first + indices.length;
  // A range that ends at index −1 ends at the end of the axis.
  const stretch = { axis, start: first, end: first < 0 && end === 0 ? 2 ** 31 - 1 : end };
  return [putBack(step, gradient, step.input(), [placeOfStretch(step, stretch, size)])];
};

/** g with the axes of the indices flattened into one. */
function inOneRow(step: Step, axis: number, count: number): string {
  const rank = step.shape(step.input(1))?.length ?? 1;
  if (rank === 1) return step.gradient();
  if (rank === 0) return step.emitOverAxes('Unsqueeze', step.gradient(), [axis]);
  const shape = step.runtimeShape(step.input());
  const part = (from: number, to: number): string =>
    step.emit('Slice', [shape, step.ints([from]), step.ints([to]), step.ints([0])]);
  const row = step.emit('Concat', [part(0, axis), step.ints([count]), part(axis + 1, 2 ** 31 - 1)], {
    axis: { int: 0 },
  });
  return step.emit('Reshape', [step.gradient(), row]);
}
