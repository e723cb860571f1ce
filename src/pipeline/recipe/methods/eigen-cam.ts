import { principalMap } from '../../chain/operations.ts';
import type { Method } from './method.ts';

/** EigenCAM: the spatial pattern that explains most of the activations' variance. */
export const eigenCam: Method<'activations'> = {
  name: 'eigen-cam',
  title: 'EigenCAM',
  paper: 'Muhammad and Yeasin, Eigen-CAM: Class Activation Map using Principal Components, 2020',
  formula: 'ReLU(X·v), X = A as positions × channels, centred; v = its first right singular vector',
  caution: 'The map does not depend on the class: it shows what stands out at the layer.',
  at: 'layer',
  needs: ['activations'],
  rectify: true,
  map: (chain, { activations }) => principalMap(chain, activations),
};
