/** The gradient of every operator that only changes the shape: g in the shape of the input. */
import type { Rule } from './rule.ts';

export const reshapeBack: Rule = (step) => [step.reshapeLike(step.gradient(), step.input())];
