import type { Rule } from '../rule.ts';

/** y = running sums of x along an axis: the running sums of g from the other end. */
export const CumSum: Rule = (step) => [
  step.emit('CumSum', [step.gradient(), step.input(1)], {
    exclusive: { int: step.int('exclusive', 0) },
    reverse: { int: 1 - step.int('reverse', 0) },
  }),
];
