import type { Rule } from '../rule.ts';

/** y = (x − mean) / √(variance + epsilon) · scale + bias with fixed statistics: g · scale / √(variance + epsilon). */
export const BatchNormalization: Rule = (step) => {
  if (step.int('training_mode', 0) === 1) step.refuse('it is in training mode; export the model for inference');
  if ([1, 2, 3, 4].some((i) => step.needs(i))) step.refuse('its statistics depend on a layer');
  const spread = step.emit('Add', [step.input(4), step.float(step.number('epsilon', 1e-5))]);
  const factor = step.emit('Div', [step.input(1), step.emit('Sqrt', [spread])]);
  const perChannel = step
    .knownShape(step.input())
    .slice(1)
    .map((_, axis) => (axis === 0 ? -1 : 1));
  return [step.emit('Mul', [step.gradient(), step.emit('Reshape', [factor, step.ints(perChannel)])])];
};
