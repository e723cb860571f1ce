import { pointwise } from '../pointwise.ts';

/** y = erf x: g · 2/√π · exp(−x²). */
export const Erf = pointwise((step) => {
  const bell = step.emit('Exp', [step.emit('Neg', [step.emit('Mul', [step.input(), step.input()])])]);
  return step.emit('Mul', [bell, 2 / Math.sqrt(Math.PI)]);
});
