import { channelWeights, weightedSum } from '../../chain/operations.ts';
import type { Method } from './method.ts';

/** Grad-CAM (eqs. 1 and 2 of its paper): the activations weighted by the mean gradient of each channel. */
export const gradCam: Method<'activations' | 'gradients'> = {
  name: 'grad-cam',
  title: 'Grad-CAM',
  paper: 'Selvaraju et al., Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization, 2017',
  formula: 'ReLU(Σc w[c]·A[c]), w[c] = mean over space of ∂score/∂A[c]',
  at: 'layer',
  needs: ['activations', 'gradients'],
  rectify: true,
  map: (chain, { activations, gradients }) => weightedSum(chain, channelWeights(chain, gradients), activations),
};
