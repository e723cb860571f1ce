/**
 * Copies of entries of a tensor, each multiplied by a heatmap of 0…1 (min-max by its range; a heatmap that is constant
 * is zero, one that is not finite NaN).
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
        const stretched = (heatmaps[i * positions + p]! - minimum) / (maximum - minimum);
        const factor = Number.isNaN(minimum) ? NaN : maximum > minimum ? stretched : 0;
        const value = tensor[((first + i * step) * channels + c) * positions + p]!;
        masked[(i * channels + c) * positions + p] = factor * value;
      }
    }
  }
  return masked;
}
