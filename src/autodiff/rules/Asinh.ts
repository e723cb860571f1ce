import { pointwise } from '../pointwise.ts';

/** y = arsinh x: g / √(x² + 1). */
export const Asinh = pointwise((step) => {
  const square = step.emit('Mul', [step.input(), step.input()]);
  return step.emit('Div', [1, step.emit('Sqrt', [step.emit('Add', [square, 1])])]);
});
