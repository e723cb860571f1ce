import { knownSize } from '../../onnx/dimensions.ts';
import { readWindow } from '../../onnx/window.ts';
import type { Rule } from '../rule.ts';
import { scatterWindows, windowIsKnown } from '../windows.ts';

/** The gradient of a convolution with respect to its input is the transposed convolution with the same weights. */
export const Conv: Rule = (step) => {
  if (step.needs(1) || step.needs(2)) step.refuse('its weights depend on a layer');
  const kernel = step.knownShape(step.input(1)).slice(2).map(knownSize);
  const window = windowIsKnown(step, readWindow(step.node, kernel, step.shape(step.input())?.slice(2)));
  return [scatterWindows(step, window, step.gradient(), step.input(1), step.int('group', 1))];
};
