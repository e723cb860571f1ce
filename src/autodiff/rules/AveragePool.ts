import { readWindow, type Window } from '../../onnx/window.ts';
import type { Rule, Step } from '../rule.ts';
import { onePlane, scatterWindows, windowIsKnown } from '../windows.ts';

/** y = mean over each window: g / count goes to every entry. Padding counts only if count_include_pad says so. */
export const AveragePool: Rule = (step) => {
  const window = windowIsKnown(step, readWindow(step.node, undefined, step.shape(step.input())?.slice(2)));
  if (window.ceil) step.refuse('it is in ceil_mode; export the model with explicit pads');
  const size = window.kernel.reduce((product, length) => product * length, 1);
  step.checkTable(size);
  const ones = step.floats(
    Array.from({ length: size }, () => 1),
    [1, 1, ...window.kernel],
  );
  const isPadded = [...window.before, ...window.after].some((rows) => rows > 0);
  const countsPadding = step.int('count_include_pad', 0) === 1;
  const counts = isPadded && !countsPadding ? countEntries(step, window, ones) : step.float(size);
  const shares = step.emit('Div', [onePlane(step, step.gradient(), window), counts]);
  const planes = scatterWindows(step, window, shares, ones, 1);
  return [step.emit('Reshape', [planes, step.runtimeShape(step.input())])];
};

/** [1, 1, …windows]: how many entries of each window lie on the picture, a convolution of ones by ones. */
function countEntries(step: Step, window: Window, ones: string): string {
  const axes = window.kernel.map((_, axis) => axis + 2);
  const sizes = step.emit('Gather', [step.runtimeShape(step.input()), step.ints(axes)]);
  const shape = step.emit('Concat', [step.ints([1, 1]), sizes], { axis: { int: 0 } });
  const picture = step.emit('Expand', [step.float(1), shape]);
  return step.emit('Conv', [picture, ones], {
    strides: { ints: window.strides },
    dilations: { ints: window.dilations },
    pads: { ints: [...window.before, ...window.after] },
  });
}
