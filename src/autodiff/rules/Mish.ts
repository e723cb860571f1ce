import { pointwise } from '../pointwise.ts';

/** y = x · t with t = tanh(softplus x) (Misra 2019): g · (t + x · (1 − t²) · sigmoid x). */
export const Mish = pointwise((step) => {
  const x = step.input();
  const t = step.emit('Tanh', [step.emit('Softplus', [x])]);
  const slope = step.emit('Sub', [1, step.emit('Mul', [t, t])]);
  const bent = step.emit('Mul', [step.emit('Mul', [x, slope]), step.emit('Sigmoid', [x])]);
  return step.emit('Add', [t, bent]);
});
