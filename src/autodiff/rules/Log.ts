import type { Rule } from '../rule.ts';

/** y = ln x: g / x. */
export const Log: Rule = (step) => [step.emit('Div', [step.gradient(), step.input()])];
