import { pointwise } from '../pointwise.ts';

/** y = cosh x: g · sinh x, with sinh x = (exp x − exp −x) / 2. */
export const Cosh = pointwise((step) => {
  const [up, down] = [step.emit('Exp', [step.input()]), step.emit('Exp', [step.emit('Neg', [step.input()])])];
  return step.emit('Mul', [step.emit('Sub', [up, down]), 0.5]);
});
