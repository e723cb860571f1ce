import { colourMaximum } from '../../chain/operations.ts';
import type { Method } from './method.ts';

/** Saliency: how strongly the score reacts to a small change of each pixel. */
export const saliency: Method<'inputGradients'> = {
  name: 'saliency',
  title: 'Saliency',
  paper:
    'Simonyan et al., Deep Inside Convolutional Networks: Visualising Image Classification Models and Saliency Maps, 2013',
  formula: 'max over colours of |∂score/∂pixel|',
  at: 'input',
  needs: ['inputGradients'],
  rectify: true,
  map: (chain, { inputGradients }) => colourMaximum(chain, inputGradients),
};
