import { productSum } from '../../chain/operations.ts';
import type { Method } from './method.ts';

/** HiResCAM: gradients are not averaged, so every position keeps its own. */
export const hiresCam: Method<'activations' | 'gradients'> = {
  name: 'hires-cam',
  title: 'HiResCAM',
  paper:
    'Draelos and Carin, Use HiResCAM instead of Grad-CAM for faithful explanations of convolutional neural networks, 2020',
  formula: 'ReLU(Σc g·A[c]), g = ∂score/∂A[c]',
  caution:
    'Where the scores read a layer only through a normalisation over its channels, as at the default layer of a ViT with ' +
    'a class token, the terms cancel: the map is 0 but for rounding, and nothing is shown.',
  at: 'layer',
  needs: ['activations', 'gradients'],
  rectify: true,
  map: (chain, { activations, gradients }) => productSum(chain, gradients, activations),
};
