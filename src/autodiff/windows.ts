/** Back from what a sliding window left to what it slid over: shared by Conv and the pools. */
import type { Window } from '../onnx/window.ts';
import type { Step } from './rule.ts';

/**
 * Adds every entry of `gradient`, times the weights, to the places its window covered: ConvTranspose, its result of the
 * spatial size of the node's input.
 *
 * With a stride s the last (size + padding − extent) mod s rows were covered by no window, so the size cannot be told
 * from the gradient's: up to s − 1 rows too many are made (the uncovered ones are 0 already, those behind belong to the
 * padding), then cut at the size the input really has. That is right for every size, free ones too.
 *
 * @param weights [channels of the gradient, channels of the input / group, …kernel]
 */
export function scatterWindows(step: Step, window: Window, gradient: string, weights: string, group: number): string {
  const spare = window.strides.map((stride, axis) => stride - 1 - (window.after[axis] ?? 0));
  const whole = step.emit('ConvTranspose', [gradient, weights], {
    kernel_shape: { ints: window.kernel },
    strides: { ints: window.strides },
    dilations: { ints: window.dilations },
    group: { int: group },
    pads: { ints: [...window.before, ...spare.map((rows) => Math.max(0, -rows))] },
    output_padding: { ints: spare.map((rows) => Math.max(0, rows)) },
  });
  const strided = window.strides.flatMap((stride, axis) => (stride > 1 ? [axis + 2] : []));
  if (strided.length === 0) return whole;
  const sizes = step.emit('Gather', [step.runtimeShape(step.input()), step.ints(strided)]);
  return step.emit('Slice', [whole, step.ints(strided.map(() => 0)), sizes, step.ints(strided)]);
}

/** [N, C, …space] → [N · C, 1, …space], space as free as it was. */
export function onePlane(step: Step, value: string, window: Window): string {
  return step.emit('Reshape', [value, step.ints([-1, 1, ...window.kernel.map(() => 0)])]);
}

/** @throws CamLensError `operator-unsupported` where the window depends on the picture's size */
export function windowIsKnown(step: Step, window: Window | undefined): Window {
  return (
    window ?? step.refuse('its padding depends on the picture’s size (auto_pad); export the model with explicit pads')
  );
}
