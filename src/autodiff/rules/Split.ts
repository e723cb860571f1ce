import type { Rule } from '../rule.ts';

/** The gradients of the pieces, joined again. */
export const Split: Rule = (step) => {
  const pieces = step.node.output.map((_, i) => step.gradient(i));
  return [step.emit('Concat', pieces, { axis: { int: step.int('axis', 0) } })];
};
