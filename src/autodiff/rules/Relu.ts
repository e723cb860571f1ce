import type { Rule } from '../rule.ts';

/** y = max(x, 0): g where y > 0. Computed from y, so x need not be kept. */
export const Relu: Rule = (step) => [passWhere(step, [step.output()])];

/** Guided backpropagation (Springenberg 2014): g where y > 0 and g > 0. */
export const guidedRelu: Rule = (step) => [passWhere(step, [step.output(), step.gradient()])];

/** Deconvnet (Zeiler 2013): g where g > 0, independent of the forward pass. */
export const deconvRelu: Rule = (step) => [passWhere(step, [step.gradient()])];

/** The gradient where all given values are positive, else 0. */
function passWhere(step: Parameters<Rule>[0], values: readonly string[]): string {
  const zero = step.float(0);
  const passes = values.map((value) => step.emit('Greater', [value, zero]));
  const all = passes.reduce((a, b) => step.emit('And', [a, b]));
  return step.emit('Where', [all, step.gradient(), zero]);
}
