import { sumToShapeOf } from '../broadcast.ts';
import type { Rule } from '../rule.ts';

/** y = x above 0, slope · x below, the slope broadcast: x receives g or slope · g, the slope g · x below 0. */
export const PRelu: Rule = (step) => {
  const g = step.gradient();
  const isAbove = step.emit('Greater', [step.input(), 0]);
  const gradientX = (): string => step.emit('Where', [isAbove, g, step.emit('Mul', [g, step.input(1)])]);
  const gradientSlope = (): string => step.emit('Where', [isAbove, 0, step.emit('Mul', [g, step.input()])]);
  return [
    step.needs(0) ? gradientX() : undefined,
    step.needs(1) ? sumToShapeOf(step, gradientSlope(), step.input(1)) : undefined,
  ];
};
