import { keepAxes } from '../reduced-axes.ts';
import type { Rule } from '../rule.ts';

/** y = ln Σ exp x over axes: g · exp(x − y). */
export const ReduceLogSumExp: Rule = (step) => {
  const axes = step.axes(step.knownShape(step.input()).length);
  const share = step.emit('Exp', [step.emit('Sub', [step.input(), keepAxes(step, step.output(), axes)])]);
  return [step.emit('Mul', [keepAxes(step, step.gradient(), axes), share])];
};
