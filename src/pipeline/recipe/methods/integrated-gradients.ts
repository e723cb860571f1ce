import { productSum, scale } from '../../chain/operations.ts';
import type { Method } from './method.ts';

const steps = 50;

/**
 * Integrated gradients: each pixel's contribution to the score along the straight path from a baseline to the picture,
 * by the midpoint rule. The baseline is zero after normalisation: the mean colour if the normalisation subtracts the
 * mean, mid-grey if it maps to −1…1, black if it only scales. The raw map sums to the score minus the baseline's.
 */
export const integratedGradients: Method<'image'> = {
  name: 'integrated-gradients',
  title: 'Integrated gradients',
  paper: 'Sundararajan et al., Axiomatic Attribution for Deep Networks, 2017',
  formula: 'Σ over colours of (picture − baseline) · mean of ∂score/∂picture along the path from the baseline',
  at: 'input',
  needs: ['image'],
  isSlow: true,
  rectify: true,
  async map(chain, { image }, reruns) {
    const means = [];
    for (let picture = 0; picture < reruns.pictures; picture++) {
      means.push(
        await reruns.meanInputGradient(picture, steps, (scratch, first, count) => {
          const factors = Array.from({ length: count }, (_, i) => (first + i + 0.5) / steps);
          return scale(scratch, image, picture, factors);
        }),
      );
    }
    return productSum(chain, chain.stack(means), image);
  },
};
