import type { Rule } from '../rule.ts';

/** y = √x: g / 2y. */
export const Sqrt: Rule = (step) => [step.emit('Div', [step.gradient(), step.emit('Mul', [step.output(), 2])])];
