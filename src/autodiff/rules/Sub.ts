import { sumToShapeOf } from '../broadcast.ts';
import type { Rule } from '../rule.ts';

/** y = a − b, each broadcast: a receives g, b receives −g. */
export const Sub: Rule = (step) => [
  step.needs(0) ? sumToShapeOf(step, step.gradient(), step.input(0)) : undefined,
  step.needs(1) ? sumToShapeOf(step, step.emit('Neg', [step.gradient()]), step.input(1)) : undefined,
];
