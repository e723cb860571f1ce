/** The gradient of sliding windows, shared by Conv and the pools. */
import { knownSize, unknownDimension, type Dimension } from '../onnx/dimensions.ts';
import { windowedSize, type Window } from '../onnx/window.ts';
import type { Step } from './rule.ts';

/**
 * Adds every entry of `gradient`, times the weights, to the positions its window covered: ConvTranspose, with the
 * spatial size of the node's input as output size.
 *
 * With a stride s, the last (size + padding − extent) mod s rows were covered by no window. If the size is free, this
 * cannot be inferred from the gradient's size: up to s − 1 rows too many are made (uncovered rows are 0 already; rows
 * beyond are padding), then cropped to the actual size of the input.
 *
 * @param weights [channels of the gradient, channels of the input / group, …kernel]
 */
export function scatterWindows(step: Step, window: Window, gradient: string, weights: string, group: number): string {
  const space = step.shape(step.input())?.slice(2) ?? [];
  const known = window.strides.map((_, axis) => uncoveredRows(window, axis, space[axis]));
  const uncovered = window.strides.map((stride, axis) => known[axis] ?? stride - 1);
  const spare = uncovered.map((rows, axis) => rows - (window.after[axis] ?? 0));
  const whole = step.emit('ConvTranspose', [gradient, weights], {
    kernel_shape: { ints: window.kernel },
    strides: { ints: window.strides },
    dilations: { ints: window.dilations },
    group: { int: group },
    pads: { ints: [...window.before, ...spare.map((rows) => Math.max(0, -rows))] },
    output_padding: { ints: spare.map((rows) => Math.max(0, rows)) },
  });
  const free = window.strides.flatMap((stride, axis) => {
    return stride > 1 && known[axis] === undefined ? [axis + 2] : [];
  });
  if (free.length === 0) return whole;
  const sizes = step.emit('Gather', [step.runtimeShape(step.input()), step.ints(free)]);
  return step.emit('Slice', [whole, step.ints(free.map(() => 0)), sizes, step.ints(free)]);
}

/** Rows at the end that no window covers, if the size is known; negative if the last window extends beyond the edge. */
function uncoveredRows(window: Window, axis: number, size: Dimension | undefined): number | undefined {
  const windows = knownSize(windowedSize(size ?? unknownDimension, window, axis));
  if (typeof size !== 'number' || windows === undefined) return undefined;
  const [extent = 1, stride = 1] = [window.extent[axis], window.strides[axis]];
  return size + (window.before[axis] ?? 0) + (window.after[axis] ?? 0) - extent - stride * (windows - 1);
}

/** Rows by which the last window may extend beyond the padded edge in ceil_mode. */
export function overhang(window: Window): readonly number[] {
  return window.strides.map((stride) => (window.ceil ? stride - 1 : 0));
}

/** In ceil_mode, more windows may have been made than the node has: keeps only its own. */
export function cutToWindows(step: Step, window: Window, value: string): string {
  if (!window.ceil) return value;
  const axes = window.kernel.map((_, axis) => axis + 2);
  const sizes = step.emit('Gather', [step.runtimeShape(step.output()), step.ints(axes)]);
  return step.emit('Slice', [value, step.ints(axes.map(() => 0)), sizes, step.ints(axes)]);
}

/** [N, C, …space] → [N · C, 1, …space]; free sizes stay free. */
export function onePlane(step: Step, value: string, window: Window): string {
  return step.emit('Reshape', [value, step.ints([-1, 1, ...window.kernel.map(() => 0)])]);
}

/** @throws CamLensError `operator-unsupported` if the window depends on the picture's size */
export function windowIsKnown(step: Step, window: Window | undefined): Window {
  return (
    window ??
    step.refuse(
      'its padding depends on the picture’s size (auto_pad), which is free; export the model with explicit pads',
    )
  );
}
