import { sumOfRectifiedProducts } from '../../chain/operations.ts';
import type { Method } from './method.ts';

/** HiResCAM without evidence against the class: only positive products count. */
export const gradCamElementWise: Method<'activations' | 'gradients'> = {
  name: 'grad-cam-element-wise',
  title: 'Grad-CAM element-wise',
  paper: 'Gildenblat et al., pytorch-grad-cam (GradCAMElementWise), 2021',
  formula: 'Σc ReLU(g·A[c]), g = ∂score/∂A[c]',
  at: 'layer',
  needs: ['activations', 'gradients'],
  rectify: true,
  map: (chain, { activations, gradients }) => sumOfRectifiedProducts(chain, gradients, activations),
};
