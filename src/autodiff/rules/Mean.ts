import { sumToShapeOf } from '../broadcast.ts';
import type { Rule } from '../rule.ts';

/** y = the mean of n inputs, each broadcast: all receive g / n, summed to their own shape. */
export const Mean: Rule = (step) => {
  const operands = step.node.input;
  const share = step.emit('Mul', [step.gradient(), 1 / operands.length]);
  return operands.map((operand, i) => (step.needs(i) ? sumToShapeOf(step, share, operand) : undefined));
};
