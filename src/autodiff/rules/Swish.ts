import { pointwise } from '../pointwise.ts';

/** y = x · s with s = sigmoid(alpha · x) (Ramachandran 2017): g · (s + alpha · y · (1 − s)). */
export const Swish = pointwise((step) => {
  const alpha = step.number('alpha', 1);
  const s = step.emit('Sigmoid', [step.emit('Mul', [step.input(), alpha])]);
  const bent = step.emit('Mul', [step.emit('Mul', [step.output(), alpha]), step.emit('Sub', [1, s])]);
  return step.emit('Add', [s, bent]);
});
