import { plusPlusWeights, weightedSum } from '../../chain/operations.ts';
import type { Method } from './method.ts';

/** Grad-CAM++: positive gradients are weighted so that several objects of a class count equally. */
export const gradCamPlusPlus: Method<'activations' | 'gradients'> = {
  name: 'grad-cam++',
  title: 'Grad-CAM++',
  paper:
    'Chattopadhay et al., Grad-CAM++: Generalized Gradient-based Visual Explanations for Deep Convolutional Networks, 2018',
  formula: 'ReLU(Σc w[c]·A[c]), w[c] = Σyx a·ReLU(g), a = g² / (2g² + ΣA[c]·g³ + 1e-6), g = ∂score/∂A[c]',
  at: 'layer',
  needs: ['activations', 'gradients'],
  rectify: true,
  map: (chain, { activations, gradients }) =>
    weightedSum(chain, plusPlusWeights(chain, activations, gradients), activations),
};
