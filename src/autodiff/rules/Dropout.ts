import type { Rule } from '../rule.ts';

/** Identity outside training. */
export const Dropout: Rule = (step) => [step.gradient()];
