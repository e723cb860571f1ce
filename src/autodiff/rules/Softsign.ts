import { pointwise } from '../pointwise.ts';

/** y = x / (1 + |x|): g · (1 − |y|)². */
export const Softsign = pointwise((step) => {
  const rest = step.emit('Sub', [1, step.emit('Abs', [step.output()])]);
  return step.emit('Mul', [rest, rest]);
});
