import { placesOfElements } from '../element-places.ts';
import { allSizes, knownIndices } from '../gather-back.ts';
import type { Rule } from '../rule.ts';
import { scatteredGradients } from '../scattered.ts';

/**
 * y = x with updates written (or added) at constant positions along an axis: x receives g elsewhere, the updates g
 * there.
 */
export const ScatterElements: Rule = (step) => {
  const sizes = allSizes(step, step.input());
  const places = placesOfElements(step, knownIndices(step, 1), sizes, allSizes(step, step.input(1)));
  return scatteredGradients(step, places, sizes);
};
