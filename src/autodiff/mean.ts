/** The gradient of a mean: every element receives an equal share. */
import { knownSize } from '../onnx/dimensions.ts';
import type { Step } from './rule.ts';

/** @param gradient of the mean, with reduced axes kept at size 1 */
export function spreadMean(step: Step, gradient: string, axes: readonly number[]): string {
  const source = step.input();
  const sizes = axes.map((axis) => knownSize(step.knownShape(source)[axis]));
  const shape = step.runtimeShape(source);
  const count = sizes.every((size) => size !== undefined)
    ? step.float(sizes.reduce((product, size) => product * size, 1))
    : countAlong(step, shape, axes);
  return step.emit('Expand', [step.emit('Div', [gradient, count]), shape]);
}

/** Sizes multiplied at run time: in float32, because WebGPU has no int64 (exact up to 2^24 elements). */
function countAlong(step: Step, shape: string, axes: readonly number[]): string {
  const sizes = step.emit('Cast', [step.emit('Gather', [shape, step.ints(axes)])], { to: { int: 1 } });
  return step.emitOverAxes('ReduceProd', sizes, [0], { keepdims: { int: 0 } });
}
