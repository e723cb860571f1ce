import { productSum } from '../../chain/operations.ts';
import type { Method } from './method.ts';

/** HiResCAM: gradients are not averaged, so every position keeps its own. */
export const hiresCam: Method<'activations' | 'gradients'> = {
  name: 'hires-cam',
  title: 'HiResCAM',
  paper:
    'Draelos and Carin, Use HiResCAM instead of Grad-CAM for faithful explanations of convolutional neural networks, 2020',
  formula: 'ReLU(Σc g·A[c]), g = ∂score/∂A[c]',
  at: 'layer',
  needs: ['activations', 'gradients'],
  rectify: true,
  map: (chain, { activations, gradients }) => productSum(chain, gradients, activations),
};
