import { dimsOf } from '../../invariants.ts';
import { channelWeights, colourMaximum, weightedSum } from '../../chain/operations.ts';
import type { Method } from './method.ts';

/** Guided Grad-CAM: guided backpropagation, masked by Grad-CAM's heatmap stretched over the input. */
export const guidedGradCam: Method<'activations' | 'gradients' | 'guidedGradients'> = {
  name: 'guided-grad-cam',
  title: 'Guided Grad-CAM',
  paper: 'Selvaraju et al., Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization, 2017',
  formula: 'max over colours of |guided ∂score/∂pixel · Grad-CAM heatmap|',
  caution:
    'Its fine lines are those of guided backpropagation, which behaves like an edge detector ' +
    '(Adebayo et al. 2018); only the coarse warm region depends on the class.',
  at: 'layer',
  isFine: true,
  needs: ['activations', 'gradients', 'guidedGradients'],
  rectify: true,
  map: (chain, { activations, gradients, guidedGradients }) => {
    const map = weightedSum(chain, channelWeights(chain, gradients), activations);
    const [pictures, , height, width] = dimsOf(guidedGradients.dims, ['N', 'C', 'H', 'W'], 'gradients at the input');
    const heatmaps = chain.upsample(
      Array.from({ length: pictures }, (_, index) => ({ map, index, size: { width, height }, rectify: true })),
    );
    return colourMaximum(chain, chain.mask(guidedGradients, chain.normalize(heatmaps), { first: 0, step: 1 }));
  },
};
