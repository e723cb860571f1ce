import type { Rule } from '../rule.ts';

/** y = alpha · x + beta, held between 0 and 1: alpha · g strictly between them. */
export const HardSigmoid: Rule = (step) => {
  const y = step.output();
  const isBetween = step.emit('And', [step.emit('Greater', [y, 0]), step.emit('Less', [y, 1])]);
  const scaled = step.emit('Mul', [step.gradient(), step.number('alpha', 0.2)]);
  return [step.emit('Where', [isBetween, scaled, 0])];
};
