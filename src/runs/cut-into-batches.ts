/** How many pictures to process together, given the network and memory. */
import { heatmapSize } from '../pipeline/recipe/heatmap-size.ts';
import type { Size } from '../pipeline/types.ts';

/** Maximum number of pixels of all heatmaps in a batch (128 MiB of float32), unless it has only one picture. */
export const mostPixels = 2 ** 25;

/**
 * @param most maximum number of pictures per batch
 * @param heatmaps number of heatmaps per picture
 * @returns all pictures, in order, in batches of one or more
 */
export function cutIntoBatches<Shown extends { readonly picture: Size }>(
  shown: readonly Shown[],
  most: number,
  heatmaps: number,
): Shown[][] {
  const batches: Shown[][] = [];
  let pixels = Infinity;
  for (const one of shown) {
    const { width, height } = heatmapSize(one.picture);
    const own = width * height * heatmaps;
    if (pixels + own > mostPixels || batches.at(-1)?.length === most) {
      batches.push([]);
      pixels = 0;
    }
    batches.at(-1)?.push(one);
    pixels += own;
  }
  return batches;
}
