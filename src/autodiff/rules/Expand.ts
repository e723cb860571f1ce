import { sumToShapeOf } from '../broadcast.ts';
import type { Rule } from '../rule.ts';

/** y = x repeated: g summed over the repetitions. */
export const Expand: Rule = (step) => [sumToShapeOf(step, step.gradient(), step.input())];
