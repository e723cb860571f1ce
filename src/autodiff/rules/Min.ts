import { winnersGradient } from '../winners.ts';
import type { Rule } from '../rule.ts';

/** y = the smallest of the inputs, each broadcast: g goes to the first that equals it. */
export const Min: Rule = winnersGradient;
