/** How many pictures go together, by what network and memory bear. */
import { heatmapSize } from '../pipeline/recipe/heatmap-size.ts';
import type { Size } from '../pipeline/types.ts';

/** The heatmaps of a batch have at most this many pixels together (128 MiB of float32), those of one picture apart. */
export const mostPixels = 2 ** 25;

/**
 * @param most pictures of a batch
 * @param heatmaps of each picture
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
