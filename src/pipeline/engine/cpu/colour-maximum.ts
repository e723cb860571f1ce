/**
 * Gradients at the input → raw maps: at every pixel the largest magnitude among the colour channels (saliency).
 * @param gradients [pictures, channels, positions]
 * @returns [pictures, positions]
 */
export function colourMaximum(gradients: ArrayLike<number>, channels: number, positions: number): Float64Array {
  const maps = new Float64Array(gradients.length / channels);
  for (let i = 0; i < gradients.length; i++) {
    const pixel = Math.floor(i / (channels * positions)) * positions + (i % positions);
    maps[pixel] = Math.max(maps[pixel]!, Math.abs(gradients[i]!));
  }
  return maps;
}
