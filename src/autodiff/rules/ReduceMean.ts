import { spreadMean } from '../mean.ts';
import { keepAxes } from '../reduced-axes.ts';
import type { Rule } from '../rule.ts';

/** y = mean over axes: g / count, repeated along them. */
export const ReduceMean: Rule = (step) => {
  const axes = step.axes(step.knownShape(step.input()).length);
  return [spreadMean(step, keepAxes(step, step.gradient(), axes), axes)];
};
