import { spreadMean } from '../mean.ts';
import type { Rule } from '../rule.ts';

/** y = mean over space: g / (H·W) everywhere. */
export const GlobalAveragePool: Rule = (step) => {
  const spatial = step.knownShape(step.input()).flatMap((_, axis) => (axis < 2 ? [] : [axis]));
  return [spreadMean(step, step.gradient(), spatial)];
};
