/**
 * The inverse of broadcasting: an operand that was repeated in the forward pass receives the sum over its repetitions.
 */
import { sameDimension, type Shape } from '../onnx/dimensions.ts';
import type { Step } from './rule.ts';

/**
 * Sums a gradient of the shape `from` (default: that of the node's output) down to the shape of an operand.
 *
 * A free dimension is never assumed to be repeated. If the two shapes cannot be proved equal, a Reshape to the
 * operand's own shape makes the rewritten graph fail rather than give a gradient of the wrong shape.
 */
export function sumToShapeOf(
  step: Step,
  gradient: string,
  operand: string,
  from: Shape = step.knownShape(step.output()),
): string {
  const to = step.knownShape(operand);
  const extra = from.length - to.length;
  const aligned = from.map((_, axis) => to[axis - extra] ?? 1);
  const repeated = aligned.flatMap((size, axis) => (axis < extra || (size === 1 && from[axis] !== 1) ? [axis] : []));
  const summed = repeated.length === 0 ? gradient : step.emitOverAxes('ReduceSum', gradient, repeated);
  const isProved = aligned.every((size, axis) => repeated.includes(axis) || sameDimension(size, from[axis]));
  if (extra === 0 && isProved) return summed;
  return step.emit('Reshape', [summed, step.runtimeShape(operand)]);
}
