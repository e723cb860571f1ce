import { knownSize } from '../../onnx/dimensions.ts';
import { placesOfTuples } from '../element-places.ts';
import { allSizes, knownIndices } from '../gather-back.ts';
import type { Rule } from '../rule.ts';
import { scatteredGradients } from '../scattered.ts';

/**
 * y = x with updates written (or added) at constant tuples of positions: x receives g elsewhere, the updates g there.
 */
export const ScatterND: Rule = (step) => {
  const indexSizes = allSizes(step, step.input(1));
  const sizes = step
    .knownShape(step.input())
    .slice(0, indexSizes.at(-1) ?? 0)
    .map((size, axis) => knownSize(size) ?? step.refuse(`it writes along axis ${axis}, whose size is free`));
  return scatteredGradients(step, placesOfTuples(knownIndices(step, 1), indexSizes, sizes), sizes);
};
