import type { Rule } from '../rule.ts';

/** y = |x|: g with the sign of x; 0 at 0. */
export const Abs: Rule = (step) => {
  const x = step.input();
  const below = step.emit('Where', [step.emit('Less', [x, 0]), step.emit('Neg', [step.gradient()]), 0]);
  return [step.emit('Where', [step.emit('Greater', [x, 0]), step.gradient(), below])];
};
