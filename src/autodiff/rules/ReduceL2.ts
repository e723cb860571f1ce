import { keepAxes } from '../reduced-axes.ts';
import type { Rule } from '../rule.ts';

/** y = √Σ x² over axes: g · x / y. */
export const ReduceL2: Rule = (step) => {
  const axes = step.axes(step.knownShape(step.input()).length);
  const share = step.emit('Div', [step.gradient(), step.output()]);
  return [step.emit('Mul', [keepAxes(step, share, axes), step.input()])];
};
