/**
 * Copies of entries of a tensor, each multiplied by a heatmap of 0…1 (min-max by its range; a heatmap that is constant
 * or not finite is zero).
 * @param tensor [entries, channels, positions]
 * @param heatmaps [heatmaps, positions]; heatmap `i` masks entry `first + i · step`
 * @param ranges [heatmaps, 2], minimum and maximum
 * @returns [heatmaps, channels, positions]
 */
export function mask(
  tensor: ArrayLike<number>,
  heatmaps: ArrayLike<number>,
  ranges: ArrayLike<number>,
  { first, step, channels, positions }: { first: number; step: number; channels: number; positions: number },
): Float64Array {
  const count = ranges.length / 2;
  const masked = new Float64Array(count * channels * positions);
  for (let i = 0; i < count; i++) {
    const [minimum, maximum] = [ranges[2 * i]!, ranges[2 * i + 1]!];
    for (let c = 0; c < channels; c++) {
      for (let p = 0; p < positions; p++) {
        const factor = maximum > minimum ? (heatmaps[i * positions + p]! - minimum) / (maximum - minimum) : 0;
        const value = tensor[((first + i * step) * channels + c) * positions + p]!;
        masked[(i * channels + c) * positions + p] = factor * value;
      }
    }
  }
  return masked;
}
