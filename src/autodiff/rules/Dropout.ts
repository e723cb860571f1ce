import type { Rule } from '../rule.ts';

/** Does nothing outside training. */
export const Dropout: Rule = (step) => [step.gradient()];
