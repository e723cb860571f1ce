import type { Rule, Step } from './rule.ts';

/** The rule of every y = f(x) that works entry by entry: g · f′(x). */
export function pointwise(slope: (step: Step) => string): Rule {
  return (step) => [step.emit('Mul', [step.gradient(), slope(step)])];
}
