import { sumToShapeOf } from '../broadcast.ts';
import type { Rule } from '../rule.ts';

/** y = a + b, each broadcast: both receive g, summed to their own shape. */
export const Add: Rule = (step) =>
  [0, 1].map((i) => (step.needs(i) ? sumToShapeOf(step, step.gradient(), step.input(i)) : undefined));
