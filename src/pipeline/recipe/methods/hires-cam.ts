import { clearCancelled, productSum, sumOfRectifiedProducts } from '../../chain/operations.ts';
import type { Method } from './method.ts';

/**
 * A map is 0 if its largest magnitude is below this share of its largest sum of positive terms. Where the score reads the
 * channels of a position only through a normalisation (LayerNorm), scaling them does not change it, and Σc g·A is 0 by
 * Euler's theorem: but for rounding, and for the normalisation's ε, which leaves about ε / variance of the terms. With
 * ε = 1e-5 that is 0.0022 at most in the small networks of the tests. Of terms that do not cancel, chance alone leaves about
 * 1 / √channels: 0.05 at least at other layers of those networks, 0.26 at the layers of ResNet-50.
 */
export const leastShare = 1 / 256;

/** HiResCAM: gradients are not averaged, so every position keeps its own. */
export const hiresCam: Method<'activations' | 'gradients'> = {
  name: 'hires-cam',
  title: 'HiResCAM',
  paper:
    'Draelos and Carin, Use HiResCAM instead of Grad-CAM for faithful explanations of convolutional neural networks, 2020',
  formula: 'ReLU(Σc g·A[c]), g = ∂score/∂A[c]',
  caution:
    'Where the scores read a layer only through a normalisation over its channels, as at the default layer of a ViT with ' +
    'a class token, positive and negative terms cancel. The map is empty if its largest value is below ' +
    `1/${1 / leastShare} of the largest sum of positive terms.`,
  at: 'layer',
  needs: ['activations', 'gradients'],
  rectify: true,
  map: (chain, { activations, gradients }) =>
    clearCancelled(
      chain,
      productSum(chain, gradients, activations),
      sumOfRectifiedProducts(chain, gradients, activations),
      leastShare,
    ),
};
