import type { Rule, Step } from './rule.ts';

/** The rule for every elementwise y = f(x): g · f′(x). */
export function pointwise(slope: (step: Step) => string): Rule {
  return (step) => [step.emit('Mul', [step.gradient(), slope(step)])];
}
