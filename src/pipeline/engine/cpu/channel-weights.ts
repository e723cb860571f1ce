/**
 * Gradients → one weight per channel, their mean over space (Grad-CAM, equation 3).
 * @param gradients [channels, positions]; pictures and channels may be counted as one dimension
 * @returns [channels]
 */
export function channelWeights(gradients: ArrayLike<number>, channels: number, positions: number): Float64Array {
  const weights = new Float64Array(channels);
  for (let c = 0; c < channels; c++) {
    for (let p = 0; p < positions; p++) weights[c]! += gradients[c * positions + p]! / positions;
  }
  return weights;
}
