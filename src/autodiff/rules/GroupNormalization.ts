import { normalizationGradient, perChannel } from '../normalization.ts';
import type { Rule, Step } from '../rule.ts';

/** y = (x − mean) / √(variance + epsilon) · scale + bias over the space of a group of channels (Wu 2018). */
export const GroupNormalization: Rule = (step) => {
  if (step.needs(1) || step.needs(2)) step.refuse('its scale or bias depends on a layer');
  const groups = step.int('num_groups', 1);
  const inGroups = (value: string): string => step.emit('Reshape', [value, step.ints([0, groups, -1])]);
  // Before operator set 21 there is a scale for each group, since then for each channel.
  const scaled =
    step.opset < 21
      ? step.emit('Mul', [inGroups(step.gradient()), perChannel(step, step.input(1), 3)])
      : inGroups(scalePerChannel(step));
  const gradient = normalizationGradient(step, inGroups(step.input()), scaled, [2], step.number('epsilon', 1e-5));
  return [step.reshapeLike(gradient, step.input())];
};

function scalePerChannel(step: Step): string {
  const rank = step.knownShape(step.input()).length;
  return step.emit('Mul', [step.gradient(), perChannel(step, step.input(1), rank)]);
}
