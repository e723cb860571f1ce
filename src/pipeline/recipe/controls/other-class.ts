import { channelWeights, weightedSum } from '../../chain/operations.ts';
import type { Method } from '../methods/method.ts';

/** Grad-CAM of another class, drawn at random for each picture. */
export const otherClass: Method<'activations' | 'gradients'> = {
  name: 'control-other-class',
  title: 'Control: another class',
  paper: 'Negative control: no paper',
  formula: 'Grad-CAM of a class drawn at random from the others, seeded by the name of the picture',
  at: 'layer',
  needs: ['activations', 'gradients'],
  isSlow: true,
  rectify: true,
  map: (chain, { activations }, reruns) =>
    reruns.withOtherClass(({ gradients }) => weightedSum(chain, channelWeights(chain, gradients), activations)),
};
