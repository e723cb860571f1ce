import { colourMaximum } from '../../chain/operations.ts';
import type { Method } from './method.ts';

/** Deconvnet: saliency, passing back through ReLU only where the gradient is positive. */
export const deconvnet: Method<'deconvGradients'> = {
  name: 'deconvnet',
  title: 'Deconvnet',
  paper: 'Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, 2013',
  formula: 'max over colours of |∂score/∂pixel|, where ReLU passes back g·[g > 0]',
  caution:
    'It partly reconstructs the picture, whatever the class (Nie et al. 2018), and so says little ' +
    'about the score.',
  at: 'input',
  needs: ['deconvGradients'],
  rectify: true,
  map: (chain, { deconvGradients }) => colourMaximum(chain, deconvGradients),
};
