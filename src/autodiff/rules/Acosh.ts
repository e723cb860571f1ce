import { pointwise } from '../pointwise.ts';

/** y = arcosh x: g / √(x² − 1). */
export const Acosh = pointwise((step) => {
  const square = step.emit('Mul', [step.input(), step.input()]);
  return step.emit('Div', [1, step.emit('Sqrt', [step.emit('Sub', [square, 1])])]);
});
