import { keepAxes } from '../reduced-axes.ts';
import type { Rule } from '../rule.ts';

/** y = ln Σ x over axes: g / Σ x, which is g · exp −y, repeated along them. */
export const ReduceLogSum: Rule = (step) => {
  const share = step.emit('Mul', [step.gradient(), step.emit('Exp', [step.emit('Neg', [step.output()])])]);
  const kept = keepAxes(step, share, step.axes(step.knownShape(step.input()).length));
  return [step.emit('Expand', [kept, step.runtimeShape(step.input())])];
};
