import { sum, tensor } from './sum.ts';

/**
 * XGrad-CAM: of each channel Σg·A / (ΣA + 1e-7).
 * @param activations [channels, positions]
 * @param gradients [channels, positions]
 * @returns [channels]
 */
export function xGradWeights(
  activations: ArrayLike<number>,
  gradients: ArrayLike<number>,
  channels: number,
  positions: number,
): Float64Array {
  return tensor(channels, (c) => {
    const products = sum(positions, (p) => gradients[c * positions + p]! * activations[c * positions + p]!);
    return products / (sum(positions, (p) => activations[c * positions + p]!) + 1e-7);
  });
}
