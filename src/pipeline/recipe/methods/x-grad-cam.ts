import { weightedSum, xGradWeights } from '../../chain/operations.ts';
import type { Method } from './method.ts';

/** XGrad-CAM: as Grad-CAM, but gradients are weighted by the activations they belong to. */
export const xGradCam: Method<'activations' | 'gradients'> = {
  name: 'x-grad-cam',
  title: 'XGrad-CAM',
  paper: 'Fu et al., Axiom-based Grad-CAM: Towards Accurate Visualization and Explanation of CNNs, 2020',
  formula: 'ReLU(Σc w[c]·A[c]), w[c] = Σyx g·A[c] / (Σyx A[c] + 1e-7), g = ∂score/∂A[c]',
  at: 'layer',
  needs: ['activations', 'gradients'],
  rectify: true,
  map: (chain, { activations, gradients }) =>
    weightedSum(chain, xGradWeights(chain, activations, gradients), activations),
};
