import { normalizationGradient } from '../normalization.ts';
import type { Rule } from '../rule.ts';

/** y = (x − mean) / √(variance + epsilon) · scale + bias over the axes from `axis` on (Ba 2016). */
export const LayerNormalization: Rule = (step) => {
  if (step.needs(1) || step.needs(2)) step.refuse('its scale or bias depends on a layer');
  const rank = step.knownShape(step.input()).length;
  const first = step.axis(-1);
  const axes = Array.from({ length: rank - first }, (_, i) => first + i);
  const scaled = step.emit('Mul', [step.gradient(), step.input(1)]);
  return [normalizationGradient(step, step.input(), scaled, axes, step.number('epsilon', 1e-5))];
};
