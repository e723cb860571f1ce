import { rectifiedProductSum } from '../../chain/operations.ts';
import type { Method } from './method.ts';

/**
 * LayerCAM: every position's activation is weighted by its own gradient, if positive; designed for early layers too.
 */
export const layerCam: Method<'activations' | 'gradients'> = {
  name: 'layer-cam',
  title: 'LayerCAM',
  paper: 'Jiang et al., LayerCAM: Exploring Hierarchical Class Activation Maps for Localization, 2021',
  formula: 'ReLU(Σc ReLU(g)·A[c]), g = ∂score/∂A[c]',
  at: 'layer',
  needs: ['activations', 'gradients'],
  rectify: true,
  map: (chain, { activations, gradients }) => rectifiedProductSum(chain, gradients, activations),
};
