/**
 * Weights and activations → raw maps: the sum over channels of weight times activation, signed.
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
  const maps = new Float64Array(pictures * positions);
  for (let n = 0; n < pictures; n++) {
    for (let c = 0; c < channels; c++) {
      const weight = weights[n * channels + c]!;
      for (let p = 0; p < positions; p++) {
        maps[n * positions + p]! += weight * activations[(n * channels + c) * positions + p]!;
      }
    }
  }
  return maps;
}
