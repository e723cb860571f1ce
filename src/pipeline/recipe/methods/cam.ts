import { weightedSum } from '../../chain/operations.ts';
import type { Method } from './method.ts';

/** Class activation mapping: the activations weighted by the classifier's own weights of the class. */
export const cam: Method<'activations' | 'classWeights'> = {
  name: 'cam',
  title: 'CAM',
  paper: 'Zhou et al., Learning Deep Features for Discriminative Localization, 2015',
  formula: 'Σc W[c]·A[c]',
  at: 'layer',
  needs: ['activations', 'classWeights'],
  rectify: false,
  map: (chain, { activations, classWeights }) => weightedSum(chain, classWeights, activations),
};
