import { pointwise } from '../pointwise.ts';

/** y = artanh x: g / (1 − x²). */
export const Atanh = pointwise((step) =>
  step.emit('Div', [1, step.emit('Sub', [1, step.emit('Mul', [step.input(), step.input()])])]),
);
