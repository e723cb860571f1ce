import { pointwise } from '../pointwise.ts';

/** y = arcsin x: g / √(1 − x²). */
export const Asin = pointwise((step) => {
  const square = step.emit('Mul', [step.input(), step.input()]);
  return step.emit('Div', [1, step.emit('Sqrt', [step.emit('Sub', [1, square])])]);
});
