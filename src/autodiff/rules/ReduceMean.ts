import { spreadMean } from '../mean.ts';
import type { Rule } from '../rule.ts';

/** y = mean over axes: g / count, repeated along them. */
export const ReduceMean: Rule = (step) => {
  const rank = step.knownShape(step.input()).length;
  if (step.int('noop_with_empty_axes', 0) === 1) step.refuse('its attribute noop_with_empty_axes is set');
  const axes = step.axes(rank);
  const keepsAxes = step.int('keepdims', 1) === 1;
  return [spreadMean(step, keepsAxes ? step.gradient() : step.emitOverAxes('Unsqueeze', step.gradient(), axes), axes)];
};
