/** A channel in the project's colours. */

/** The values with the first and the last colour. */
export type ColourRange = readonly [minimum: number, maximum: number];

/**
 * Min-max, as heatmaps are coloured: the smallest value has the first colour, the largest the last one. Where there is no
 * range, all have the first.
 * @param values [height, width]
 * @param colours [256, 3], bytes
 * @returns RGBA, row-major, opaque
 */
export function channelPixels(
  values: ArrayLike<number>,
  [minimum, maximum]: ColourRange,
  colours: ArrayLike<number>,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * values.length);
  const scale = maximum > minimum ? 1 / (maximum - minimum) : 0;
  for (let i = 0; i < values.length; i++) {
    const share = Math.min(Math.max((values[i]! - minimum) * scale, 0), 1);
    const entry = 3 * Math.floor(share * 255 + 0.5);
    pixels[4 * i] = colours[entry]!;
    pixels[4 * i + 1] = colours[entry + 1]!;
    pixels[4 * i + 2] = colours[entry + 2]!;
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}
