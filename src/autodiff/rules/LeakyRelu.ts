import type { Rule } from '../rule.ts';

/** y = x above 0, alpha · x below: g, or alpha · g. */
export const LeakyRelu: Rule = (step) => {
  const below = step.emit('Mul', [step.gradient(), step.number('alpha', 0.01)]);
  return [step.emit('Where', [step.emit('Greater', [step.input(), 0]), step.gradient(), below])];
};
