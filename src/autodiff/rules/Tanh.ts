import type { Rule } from '../rule.ts';

/** y = tanh x: g · (1 − y²). */
export const Tanh: Rule = (step) => {
  const y = step.output();
  const slope = step.emit('Sub', [step.float(1), step.emit('Mul', [y, y])]);
  return [step.emit('Mul', [step.gradient(), slope])];
};
