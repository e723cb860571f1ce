import { pointwise } from '../pointwise.ts';

/** y = x above 0, alpha · (exp x − 1) below: g · 1, or g · (y + alpha). */
export const Elu = pointwise((step) => {
  const below = step.emit('Add', [step.output(), step.number('alpha', 1)]);
  return step.emit('Where', [step.emit('Greater', [step.input(), 0]), 1, below]);
});
