import type { Rule } from '../rule.ts';

/** y = exp x / Σ exp x along an axis: y · (g − Σ g·y). */
export const Softmax: Rule = (step) => {
  const [g, y] = [step.gradient(), step.output()];
  const sum = step.emitOverAxes('ReduceSum', step.emit('Mul', [g, y]), [step.axis(-1)]);
  return [step.emit('Mul', [y, step.emit('Sub', [g, sum])])];
};
