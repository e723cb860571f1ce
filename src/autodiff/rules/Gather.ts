import { knownSize } from '../../onnx/dimensions.ts';
import { putBack } from '../put-back.ts';
import type { Rule, Step } from '../rule.ts';
import { placeOfStretch } from '../stretch.ts';

/** y = the entries of x at constant indices along an axis: g goes back to them, summed where one was taken twice. */
export const Gather: Rule = (step) => {
  const indices = step.inputInts(1) ?? step.refuse('its indices are known only while it runs');
  const rank = step.shape(step.input(1))?.length ?? 1;
  if (rank > 1) step.refuse(`its indices have ${rank} dimensions; export the model with a list of indices`);
  const shape = step.knownShape(step.input());
  const at = step.int('axis', 0);
  const axis = at < 0 ? at + shape.length : at;
  const gradient = rank === 0 ? step.emitOverAxes('Unsqueeze', step.gradient(), [axis]) : step.gradient();

  const size = knownSize(shape[axis]);
  const [first = 0] = indices;
  const isStretch = indices.every((index, i) => index === first + i);
  if (!isStretch) return [byMatrix(step, gradient, indices, axis, size)];
  const end = first + indices.length;
  // A stretch that ends with index −1 ends where the axis does.
  const stretch = { axis, start: first, end: first < 0 && end === 0 ? 2 ** 31 - 1 : end };
  return [putBack(step, gradient, step.input(), [placeOfStretch(step, stretch, size)])];
};

/** The axis goes last; then g times the matrix that has a 1 where entry i was taken from place j. */
function byMatrix(
  step: Step,
  gradient: string,
  indices: readonly number[],
  axis: number,
  size: number | undefined,
): string {
  if (size === undefined) return step.refuse(`it picks entries of axis ${axis}, whose size is free`);
  step.checkTable(indices.length * size);
  const matrix = indices.flatMap((index) => {
    const place = index < 0 ? index + size : index;
    return Array.from({ length: size }, (_, j) => (j === place ? 1 : 0));
  });
  const order = step.knownShape(step.input()).map((_, i) => i);
  const last = [...order.filter((i) => i !== axis), axis];
  const product = step.emit('MatMul', [step.transpose(gradient, last), step.floats(matrix, [indices.length, size])]);
  return step.transpose(
    product,
    order.map((i) => last.indexOf(i)),
  );
}
