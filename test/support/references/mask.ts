import { tensor } from './sum.ts';

/**
 * Copies of entries of [entries, channels, positions], each times (heatmap − minimum) / (maximum − minimum): times 0
 * where there is no range, NaN where it is not finite.
 * @param heatmaps [heatmaps, positions]; heatmap `i` masks entry `first + i · step`
 * @param ranges [heatmaps, 2], minimum and maximum
 * @returns [heatmaps, channels, positions]
 */
export function mask(
  values: ArrayLike<number>,
  heatmaps: ArrayLike<number>,
  ranges: ArrayLike<number>,
  { first, step, channels, positions }: { first: number; step: number; channels: number; positions: number },
): Float64Array {
  return tensor((ranges.length / 2) * channels * positions, (i) => {
    const [heatmap, channel] = [Math.floor(i / (channels * positions)), Math.floor(i / positions) % channels];
    const position = i % positions;
    const value = values[((first + heatmap * step) * channels + channel) * positions + position]!;
    const [minimum, maximum] = [ranges[2 * heatmap]!, ranges[2 * heatmap + 1]!];
    if (Number.isNaN(minimum)) return NaN;
    if (maximum === minimum) return 0 * value;
    return ((heatmaps[heatmap * positions + position]! - minimum) / (maximum - minimum)) * value;
  });
}
