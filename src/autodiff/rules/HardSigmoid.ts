import type { Rule } from '../rule.ts';

/** y = alpha · x + beta, clamped to 0…1: alpha · g strictly in between. */
export const HardSigmoid: Rule = (step) => {
  const y = step.output();
  const isBetween = step.emit('And', [step.emit('Greater', [y, 0]), step.emit('Less', [y, 1])]);
  const scaled = step.emit('Mul', [step.gradient(), step.number('alpha', 0.2)]);
  return [step.emit('Where', [isBetween, scaled, 0])];
};
