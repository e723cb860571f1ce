import type { Rule } from '../rule.ts';

/** y = x − ln Σ exp x along an axis: g − exp y · Σ g. */
export const LogSoftmax: Rule = (step) => {
  const g = step.gradient();
  const sum = step.emitOverAxes('ReduceSum', g, [step.axis(-1)]);
  return [step.emit('Sub', [g, step.emit('Mul', [step.emit('Exp', [step.output()]), sum])])];
};
