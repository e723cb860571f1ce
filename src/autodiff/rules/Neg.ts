import type { Rule } from '../rule.ts';

/** y = −x: −g. */
export const Neg: Rule = (step) => [step.emit('Neg', [step.gradient()])];
