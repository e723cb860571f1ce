/** Raw maps → heatmaps of 0…1, by the rule of a convention. */
import type { Chain, Heatmaps } from '../chain/chain.ts';
import type { RangeRule } from '../chain/range-rule.ts';
import { dimsOf } from '../invariants.ts';

/** @param items maps with the sizes of their heatmaps, as for `Chain.upsample` */
export function heatmapsBy(range: RangeRule, chain: Chain, items: Parameters<Chain['upsample']>[0]): Heatmaps {
  const heatmaps = chain.upsample(items);
  if (range.of === 'heatmap') return chain.normalize(heatmaps, range);
  const atOwnSize = items.map((item) => {
    const [, height, width] = dimsOf(item.map.dims, ['N', 'H', 'W'], 'maps');
    return { ...item, size: { width, height } };
  });
  return chain.normalize(heatmaps, range, chain.upsample(atOwnSize));
}
