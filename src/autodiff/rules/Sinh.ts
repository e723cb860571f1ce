import { pointwise } from '../pointwise.ts';

/** y = sinh x: g · cosh x, with cosh x = (exp x + exp −x) / 2. */
export const Sinh = pointwise((step) => {
  const [up, down] = [step.emit('Exp', [step.input()]), step.emit('Exp', [step.emit('Neg', [step.input()])])];
  return step.emit('Mul', [step.emit('Add', [up, down]), 0.5]);
});
