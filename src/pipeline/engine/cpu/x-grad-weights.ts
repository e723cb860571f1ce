/**
 * Activations and gradients → one weight per channel, Σg·A / (ΣA + 1e-7), summed over space (XGrad-CAM).
 * @param activations [channels, positions]; pictures and channels may be counted as one dimension
 * @param gradients [channels, positions]
 * @returns [channels]
 */
export function xGradWeights(
  activations: ArrayLike<number>,
  gradients: ArrayLike<number>,
  channels: number,
  positions: number,
): Float64Array {
  return Float64Array.from({ length: channels }, (_, c) => {
    let [products, sum] = [0, 0];
    for (let i = c * positions; i < (c + 1) * positions; i++) {
      products += gradients[i]! * activations[i]!;
      sum += activations[i]!;
    }
    return products / (sum + 1e-7);
  });
}
