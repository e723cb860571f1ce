import { sum, tensor } from './sum.ts';

/**
 * At every position the sum over channels of weight times activation.
 * @param weights [pictures, channels]
 * @param activations [pictures, channels, positions]
 * @returns [pictures, positions]
 */
export function weightedSum(
  weights: ArrayLike<number>,
  activations: ArrayLike<number>,
  pictures: number,
  channels: number,
  positions: number,
): Float64Array {
  return tensor(pictures * positions, (i) => {
    const [picture, p] = [Math.floor(i / positions), i % positions];
    return sum(channels, (c) => {
      const channel = picture * channels + c;
      return weights[channel]! * activations[channel * positions + p]!;
    });
  });
}
