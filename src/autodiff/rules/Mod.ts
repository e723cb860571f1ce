import { sumToShapeOf } from '../broadcast.ts';
import type { Rule } from '../rule.ts';

/** y = a − b · trunc(a / b), each broadcast: a receives g; the divisor must be constant. */
export const Mod: Rule = (step) => {
  if (step.needs(1)) step.refuse('its divisor depends on a layer');
  return [sumToShapeOf(step, step.gradient(), step.input())];
};
