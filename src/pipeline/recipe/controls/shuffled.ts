import { randomIndices } from '../../../random.ts';
import { dimsOf } from '../../invariants.ts';
import { channelWeights, weightedSum } from '../../chain/operations.ts';
import type { Method } from '../methods/method.ts';

/** The same for all pictures: they are of one network. */
const seed = 1;

/**
 * Grad-CAM with the weights of its channels shuffled. Where a linear classifier follows the pooled layer, this is Grad-CAM
 * of the network whose classifier has its weights shuffled.
 */
export const shuffled: Method<'activations' | 'gradients'> = {
  name: 'control-shuffled',
  title: 'Control: shuffled weights',
  paper: 'Negative control: after Adebayo et al., Sanity Checks for Saliency Maps, 2018',
  formula: 'ReLU(Σc w[π(c)]·A[c]), w as Grad-CAM, π one random order of the channels for all pictures',
  at: 'layer',
  needs: ['activations', 'gradients'],
  rectify: true,
  async map(chain, { activations, gradients }) {
    const weights = channelWeights(chain, gradients);
    const [pictures, channels] = dimsOf(weights.dims, ['N', 'C'], 'weights');
    const [read = new Float32Array()] = await chain.read([weights]);
    const order = shuffledOrder(channels);
    const moved = read.map((_, i) => read[i - (i % channels) + order[i % channels]!]!);
    return weightedSum(chain, chain.upload(moved, [pictures, channels]), activations);
  },
};

/** Fisher and Yates's. */
export function shuffledOrder(length: number): readonly number[] {
  const random = randomIndices(seed);
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const other = random(i + 1);
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  return order;
}
