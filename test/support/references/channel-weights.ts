import { sum, tensor } from './sum.ts';

/**
 * Grad-CAM, equation 3: the mean of a channel's gradients over space.
 * @param gradients [channels, positions]
 * @returns [channels]
 */
export function channelWeights(gradients: ArrayLike<number>, channels: number, positions: number): Float64Array {
  return tensor(channels, (c) => sum(positions, (p) => gradients[c * positions + p]!) / positions);
}
