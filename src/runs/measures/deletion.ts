import { areaUnderCurve, keptCurve } from '../../evaluation/curves.ts';
import { scale } from '../../pipeline/chain/operations.ts';
import { curve } from './curve.ts';
import type { Measure } from './measure.ts';

/**
 * Deletion (Petsiuk et al., RISE, 2018): the area under the class's probability as the heatmap's highest pixels are
 * replaced by the mean colour, which is 0 after normalisation.
 */
export const deletion: Measure = {
  take: async ({ trial, steps }) => {
    const { chain, image } = trial();
    const values = await curve(trial(), image, scale(chain, image, 0, [0]), steps);
    return { deletion: areaUnderCurve(values), deletionCurve: keptCurve(values) };
  },
};
