import { keepAxes } from '../reduced-axes.ts';
import type { Rule } from '../rule.ts';

/** y = sum over axes: g, repeated along them. */
export const ReduceSum: Rule = (step) => {
  const axes = step.axes(step.knownShape(step.input()).length);
  return [step.emit('Expand', [keepAxes(step, step.gradient(), axes), step.runtimeShape(step.input())])];
};
