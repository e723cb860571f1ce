import type { Rule } from '../rule.ts';

/** y = 1 / (1 + exp(−x)): g · y · (1 − y). */
export const Sigmoid: Rule = (step) => {
  const y = step.output();
  const slope = step.emit('Mul', [y, step.emit('Sub', [step.float(1), y])]);
  return [step.emit('Mul', [step.gradient(), slope])];
};
