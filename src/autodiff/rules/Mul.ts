import { sumToShapeOf } from '../broadcast.ts';
import type { Rule } from '../rule.ts';

/** y = a · b, each broadcast: a receives g · b, b receives g · a. */
export const Mul: Rule = (step) =>
  [0, 1].map((i) =>
    step.needs(i)
      ? sumToShapeOf(step, step.emit('Mul', [step.gradient(), step.input(1 - i)]), step.input(i))
      : undefined,
  );
