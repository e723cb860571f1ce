import { keepAxes } from '../reduced-axes.ts';
import type { Rule } from '../rule.ts';

/** y = Σ x² over axes: g · 2x. */
export const ReduceSumSquare: Rule = (step) => {
  const g = keepAxes(step, step.gradient(), step.axes(step.knownShape(step.input()).length));
  return [step.emit('Mul', [g, step.emit('Mul', [step.input(), 2])])];
};
