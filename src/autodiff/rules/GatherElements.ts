import { allSizes, gatherBack, knownIndices } from '../gather-back.ts';
import { placesOfElements } from '../element-places.ts';
import type { Rule } from '../rule.ts';

/**
 * y holds entries of x, each taken from another position along one axis given by constant indices: g goes back there,
 * summed.
 */
export const GatherElements: Rule = (step) => {
  const sizes = allSizes(step, step.input());
  const sources = placesOfElements(step, knownIndices(step, 1), sizes, allSizes(step, step.input(1)));
  const size = sizes.reduce((product, each) => product * each, 1);
  const flat = step.emit('Reshape', [step.gradient(), step.ints([-1])]);
  return [step.reshapeLike(gatherBack(step, flat, { axis: 0, rank: 1, sources, size }), step.input())];
};
