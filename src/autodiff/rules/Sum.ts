import { sumToShapeOf } from '../broadcast.ts';
import type { Rule } from '../rule.ts';

/** y = the sum of the inputs, each broadcast: all receive g, summed to their own shape. */
export const Sum: Rule = (step) =>
  step.node.input.map((operand, i) => (step.needs(i) ? sumToShapeOf(step, step.gradient(), operand) : undefined));
