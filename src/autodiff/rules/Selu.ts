import { pointwise } from '../pointwise.ts';

/** y = gamma · x above 0, gamma · alpha · (exp x − 1) below (Klambauer 2017): g · gamma, or g · (y + gamma · alpha). */
export const Selu = pointwise((step) => {
  // The defaults of the paper, in float32.
  const [alpha, gamma] = [step.number('alpha', 1.6732632), step.number('gamma', 1.050701)];
  const below = step.emit('Add', [step.output(), gamma * alpha]);
  return step.emit('Where', [step.emit('Greater', [step.input(), 0]), gamma, below]);
});
