import type { Rule } from '../rule.ts';

export const Identity: Rule = (step) => [step.gradient()];
