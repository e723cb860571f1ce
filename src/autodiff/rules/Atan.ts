import { pointwise } from '../pointwise.ts';

/** y = arctan x: g / (1 + x²). */
export const Atan = pointwise((step) =>
  step.emit('Div', [1, step.emit('Add', [step.emit('Mul', [step.input(), step.input()]), 1])]),
);
