import { keepAxes } from '../reduced-axes.ts';
import type { Rule } from '../rule.ts';

/** y = Σ |x| over axes: g with the sign of x; 0 at 0. */
export const ReduceL1: Rule = (step) => {
  const x = step.input();
  const g = keepAxes(step, step.gradient(), step.axes(step.knownShape(x).length));
  const below = step.emit('Where', [step.emit('Less', [x, 0]), step.emit('Neg', [g]), 0]);
  return [step.emit('Where', [step.emit('Greater', [x, 0]), g, below])];
};
