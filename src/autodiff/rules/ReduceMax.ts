import { extremeGradient } from '../extreme.ts';
import { keepAxes } from '../reduced-axes.ts';
import type { Rule } from '../rule.ts';

/**
 * y = the largest (for ReduceMin: the smallest) over axes: g goes there, to the first in raster order if several are
 * equal.
 */
export const ReduceMax: Rule = (step) => {
  const axes = step.axes(step.knownShape(step.input()).length);
  return [extremeGradient(step, keepAxes(step, step.gradient(), axes), keepAxes(step, step.output(), axes), axes)];
};
