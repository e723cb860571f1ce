/** The gradient of every operator that only rewrites the shape: g in the shape of the input, data may stay in place. */
import type { Rule } from './rule.ts';

export const reshapeBack: Rule = (step) => [step.reshapeLike(step.gradient(), step.input())];
