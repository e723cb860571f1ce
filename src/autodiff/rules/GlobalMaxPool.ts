import { extremeGradient } from '../extreme.ts';
import type { Rule } from '../rule.ts';

/** y = the largest entry of each channel: g goes there, to the first in raster order if several are equal. */
export const GlobalMaxPool: Rule = (step) => {
  const space = step.knownShape(step.input()).flatMap((_, axis) => (axis < 2 ? [] : [axis]));
  return [extremeGradient(step, step.gradient(), step.output(), space)];
};
