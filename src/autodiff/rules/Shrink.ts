import type { Rule } from '../rule.ts';

/** y = x + bias below −lambd, x − bias above lambd, else 0: g outside these bounds. */
export const Shrink: Rule = (step) => {
  const isOutside = step.emit('Greater', [step.emit('Abs', [step.input()]), step.number('lambd', 0.5)]);
  return [step.emit('Where', [isOutside, step.gradient(), 0])];
};
