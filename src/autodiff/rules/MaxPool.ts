import type { Window } from '../../onnx/window.ts';
import { readWindow } from '../../onnx/window.ts';
import type { Rule, Step } from '../rule.ts';
import { cutToWindows, onePlane, overhang, scatterWindows, windowIsKnown } from '../windows.ts';

/** Below every finite float32 except the lowest itself; infinity would become NaN in the convolution with zeros. */
const lowestFloat = -3.4028234663852886e38;

/**
 * y = the largest entry of each window: g goes to that entry, to the first in raster order if several are equal.
 *
 * MaxPool's own Indices are not available on WebGPU. Instead, each window is unrolled into a column (a convolution with
 * one-hot kernels, exact in floating point), its entries are compared with the maximum, and the gradients of the
 * winners are scattered back. Channels are independent, so every channel is treated as a picture of one channel.
 */
export const MaxPool: Rule = (step) => [routeToWinners(step, step.gradient())];

/**
 * For deconvnet (Zeiler 2013), a window remembers its winner only if that was active: g does not pass if the maximum is
 * not positive.
 */
export const deconvMaxPool: Rule = (step) => {
  const isActive = step.emit('Greater', [step.output(), 0]);
  return [routeToWinners(step, step.emit('Where', [isActive, step.gradient(), 0]))];
};

function routeToWinners(step: Step, gradient: string): string {
  const window = windowIsKnown(step, readWindow(step.node, undefined, step.shape(step.input())?.slice(2)));
  const size = window.kernel.reduce((product, length) => product * length, 1);
  step.checkTable(size * size);
  const oneHot = step.floats(
    Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0)),
    [size, 1, ...window.kernel],
  );
  const columns = unrollWindows(step, window, oneHot);
  const isMaximum = step.emit('Equal', [columns, onePlane(step, step.output(), window)]);
  // The first entry of a window ranks highest.
  const ranks = step.floats(
    Array.from({ length: size }, (_, i) => size - i),
    [1, size, ...window.kernel.map(() => 1)],
  );
  const ranked = step.emit('Where', [isMaximum, ranks, step.float(0)]);
  const reduceMax = step.emitOverAxes('ReduceMax', ranked, [1], { keepdims: { int: 1 } });
  const wins = step.emit('Equal', [ranked, reduceMax]);
  const shares = step.emit('Where', [wins, onePlane(step, gradient, window), step.float(0)]);
  const planes = scatterWindows(step, window, shares, oneHot, 1);
  return step.reshapeLike(planes, step.input());
}

/** [N, C, …space] → [N · C, kernel entries, …windows]; entries outside the picture are never the maximum. */
function unrollWindows(step: Step, window: Window, oneHot: string): string {
  const rest = overhang(window);
  const after = window.after.map((rows, axis) => rows + (rest[axis] ?? 0));
  const pads = [0, 0, ...window.before, 0, 0, ...after];
  const planes = onePlane(step, step.input(), window);
  const padded = pads.some((rows) => rows > 0)
    ? step.emit('Pad', [planes, step.ints(pads), step.float(lowestFloat)])
    : planes;
  const columns = step.emit('Conv', [padded, oneHot], {
    strides: { ints: window.strides },
    dilations: { ints: window.dilations },
  });
  return cutToWindows(step, window, columns);
}
