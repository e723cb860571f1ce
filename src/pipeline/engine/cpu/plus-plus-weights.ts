/**
 * Activations and gradients → one weight per channel, the sum over space of a·ReLU(g), where
 * a = g² / (2g² + ΣA·g³ + 1e-6) and a = 0 where g = 0 (Grad-CAM++).
 * @param activations [channels, positions]; pictures and channels may be counted as one dimension
 * @param gradients [channels, positions]
 * @returns [channels]
 */
export function plusPlusWeights(
  activations: ArrayLike<number>,
  gradients: ArrayLike<number>,
  channels: number,
  positions: number,
): Float64Array {
  const weights = new Float64Array(channels);
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let p = 0; p < positions; p++) sum += activations[c * positions + p]!;
    for (let p = 0; p < positions; p++) {
      const gradient = gradients[c * positions + p]!;
      const fraction = gradient ** 2 / (2 * gradient ** 2 + sum * gradient ** 3 + 1e-6);
      weights[c]! += fraction * Math.max(gradient, 0);
    }
  }
  return weights;
}
