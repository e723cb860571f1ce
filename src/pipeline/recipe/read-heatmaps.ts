/** Every pixel of heatmaps, read back by picture. */
import { required } from '../invariants.ts';
import type { Size } from '../types.ts';
import type { ExplainedItem, ExplainedParts } from './explained-parts.ts';

/** width · height values, 0…1, row-major. */
type PixelsRead = Size & { readonly values: Float32Array };

/**
 * Heatmaps are read a buffer at a time, however few of them are wanted.
 * @returns [pictures][explanations that are wanted, in the order of the results]
 * @throws CamLensError `out-of-memory`, `gpu-failed`, `device-lost`
 */
export async function readHeatmaps(
  { engine, groups, pictures }: Pick<ExplainedParts, 'engine' | 'groups' | 'pictures'>,
  isWanted: (item: ExplainedItem) => boolean,
): Promise<readonly (readonly PixelsRead[])[]> {
  const read: PixelsRead[][] = pictures.map(() => []);
  const chain = engine.begin();
  try {
    for (const { items, heatmaps } of groups) {
      if (!items.some(isWanted)) continue;
      const all = await chain.readHeatmaps(heatmaps);
      for (const [i, item] of items.entries()) {
        if (!isWanted(item)) continue;
        const { width, height } = required(heatmaps.sizes[i], `the size of heatmap ${i}`);
        const values = required(all[i], `heatmap ${i}`);
        required(read[item.picture], `picture ${item.picture}`).push({ width, height, values });
      }
    }
    return read;
  } finally {
    chain.destroy();
  }
}
