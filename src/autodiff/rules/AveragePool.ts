import { readWindow, type Window } from '../../onnx/window.ts';
import type { Rule, Step } from '../rule.ts';
import { cutToWindows, onePlane, overhang, scatterWindows, windowIsKnown } from '../windows.ts';

/** y = mean over each window: g / count goes to every entry. Padding is counted only with count_include_pad. */
export const AveragePool: Rule = (step) => {
  const window = windowIsKnown(step, readWindow(step.node, undefined, step.shape(step.input())?.slice(2)));
  const size = window.kernel.reduce((product, length) => product * length, 1);
  step.checkTable(size);
  const ones = step.floats(
    Array.from({ length: size }, () => 1),
    [1, 1, ...window.kernel],
  );
  const isPadded = [...window.before, ...window.after].some((rows) => rows > 0);
  const countsPadding = step.int('count_include_pad', 0) === 1;
  const isSame = !window.ceil && (!isPadded || countsPadding);
  const counts = isSame ? step.float(size) : countEntries(step, window, ones, countsPadding);
  const shares = step.emit('Div', [onePlane(step, step.gradient(), window), counts]);
  const planes = scatterWindows(step, window, shares, ones, 1);
  return [step.emit('Reshape', [planes, step.runtimeShape(step.input())])];
};

/**
 * [1, 1, …windows]: how many entries of each window count, computed by a convolution of ones with ones. Entries beyond
 * the padding in ceil_mode never count.
 */
function countEntries(step: Step, window: Window, ones: string, countsPadding: boolean): string {
  const axes = window.kernel.map((_, axis) => axis + 2);
  const sizes = step.emit('Gather', [step.runtimeShape(step.input()), step.ints(axes)]);
  const shape = step.emit('Concat', [step.ints([1, 1]), sizes], { axis: { int: 0 } });
  const picture = step.emit('Expand', [step.float(1), shape]);
  const border = step.ints([0, 0, ...window.before, 0, 0, ...window.after]);
  const counted = countsPadding ? step.emit('Pad', [picture, border, 1]) : picture;
  const rest = overhang(window);
  const pads = countsPadding
    ? [...window.before.map(() => 0), ...rest]
    : [...window.before, ...window.after.map((rows, axis) => rows + (rest[axis] ?? 0))];
  const counts = step.emit('Conv', [counted, ones], {
    strides: { ints: window.strides },
    dilations: { ints: window.dilations },
    pads: { ints: pads },
  });
  return cutToWindows(step, window, counts);
}
