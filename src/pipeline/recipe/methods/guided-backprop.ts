import { colourMaximum } from '../../chain/operations.ts';
import type { Method } from './method.ts';

/** Guided backpropagation: saliency, passing back through ReLU only where gradient and activation are positive. */
export const guidedBackprop: Method<'guidedGradients'> = {
  name: 'guided-backprop',
  title: 'Guided backpropagation',
  paper: 'Springenberg et al., Striving for Simplicity: The All Convolutional Net, 2014',
  formula: 'max over colours of |∂score/∂pixel|, where ReLU passes back g·[x > 0]·[g > 0]',
  caution:
    'It fails sanity checks (Adebayo et al. 2018): it behaves like an edge detector and hardly ' +
    'changes when the network’s weights are randomised.',
  at: 'input',
  needs: ['guidedGradients'],
  rectify: true,
  map: (chain, { guidedGradients }) => colourMaximum(chain, guidedGradients),
};
