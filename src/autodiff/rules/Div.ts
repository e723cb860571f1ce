import { sumToShapeOf } from '../broadcast.ts';
import type { Rule } from '../rule.ts';

/** y = a / b, each broadcast: a receives g / b, b receives −g · y / b. */
export const Div: Rule = (step) => {
  const share = step.emit('Div', [step.gradient(), step.input(1)]);
  const gradientB = (): string => step.emit('Neg', [step.emit('Mul', [share, step.output()])]);
  return [
    step.needs(0) ? sumToShapeOf(step, share, step.input(0)) : undefined,
    step.needs(1) ? sumToShapeOf(step, gradientB(), step.input(1)) : undefined,
  ];
};
