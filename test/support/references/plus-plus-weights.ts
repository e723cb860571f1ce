import { sum, tensor } from './sum.ts';

/**
 * Grad-CAM++: of each channel Σ α·ReLU(g), with α = g² / (2g² + ΣA·g³ + 1e-6) and 0 where g = 0.
 * @param activations [channels, positions]
 * @param gradients [channels, positions]
 * @returns [channels]
 */
export function plusPlusWeights(
  activations: ArrayLike<number>,
  gradients: ArrayLike<number>,
  channels: number,
  positions: number,
): Float64Array {
  return tensor(channels, (c) => {
    const activationSum = sum(positions, (p) => activations[c * positions + p]!);
    return sum(positions, (p) => {
      const g = gradients[c * positions + p]!;
      const alpha = (g * g) / (2 * g * g + activationSum * g * g * g + 1e-6);
      return alpha * Math.max(0, g);
    });
  });
}
