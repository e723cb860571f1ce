import { pointwise } from '../pointwise.ts';

/** y = x above 0, alpha · (exp(x/alpha) − 1) below (Barron 2017): g · 1, or g · (y/alpha + 1). */
export const Celu = pointwise((step) => {
  const below = step.emit('Add', [step.emit('Mul', [step.output(), 1 / step.number('alpha', 1)]), 1]);
  return step.emit('Where', [step.emit('Greater', [step.input(), 0]), 1, below]);
});
