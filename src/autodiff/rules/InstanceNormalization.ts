import { normalizationGradient, perChannel } from '../normalization.ts';
import type { Rule } from '../rule.ts';

/** y = (x − mean) / √(variance + epsilon) · scale + bias over the space of each channel (Ulyanov 2016). */
export const InstanceNormalization: Rule = (step) => {
  if (step.needs(1) || step.needs(2)) step.refuse('its scale or bias depends on a layer');
  const rank = step.knownShape(step.input()).length;
  const space = Array.from({ length: rank - 2 }, (_, i) => i + 2);
  const scaled = step.emit('Mul', [step.gradient(), perChannel(step, step.input(1), rank)]);
  return [normalizationGradient(step, step.input(), scaled, space, step.number('epsilon', 1e-5))];
};
