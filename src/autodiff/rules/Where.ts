import { sumToShapeOf } from '../broadcast.ts';
import type { Rule } from '../rule.ts';

/** y = a where the condition holds, else b, all broadcast: each receives g where it was taken. */
export const Where: Rule = (step) => {
  const [condition, g] = [step.input(), step.gradient()];
  return [
    undefined,
    step.needs(1) ? sumToShapeOf(step, step.emit('Where', [condition, g, 0]), step.input(1)) : undefined,
    step.needs(2) ? sumToShapeOf(step, step.emit('Where', [condition, 0, g]), step.input(2)) : undefined,
  ];
};
