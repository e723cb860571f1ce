import type { Rule } from '../rule.ts';

/** y = x above alpha, else 0: g there. */
export const ThresholdedRelu: Rule = (step) => {
  const isAbove = step.emit('Greater', [step.input(), step.number('alpha', 1)]);
  return [step.emit('Where', [isAbove, step.gradient(), 0])];
};
