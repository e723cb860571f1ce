import { areaUnderCurve, keptCurve } from '../../evaluation/curves.ts';
import { scale } from '../../pipeline/chain/operations.ts';
import { curve } from './curve.ts';
import type { Measure } from './measure.ts';

/**
 * Pixel flipping (Bach et al., On Pixel-Wise Explanations by Layer-Wise Relevance Propagation, 2015): the area under the
 * class's probability as the heatmap's highest pixels are flipped, x → −x. The normalised input is centred on the mean
 * colour, so a flipped pixel is as far from it on the other side.
 */
export const pixelFlipping: Measure = {
  take: async ({ trial, steps }) => {
    const { chain, image } = trial();
    const values = await curve(trial(), image, scale(chain, image, 0, [-1]), steps);
    return { pixelFlipping: areaUnderCurve(values), pixelFlippingCurve: keptCurve(values) };
  },
};
