import { winnersGradient } from '../winners.ts';
import type { Rule } from '../rule.ts';

/** y = the largest of the inputs, each broadcast: g goes to the first that equals it. */
export const Max: Rule = winnersGradient;
