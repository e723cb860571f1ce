/** The few numbers that are read back for a batch of explanations, and the check that they are finite. */
import type { Value } from '../chain/chain.ts';
import type { ExplainedParts, ExplainedItem } from './explained-parts.ts';
import { checkFinite, checkLogits } from '../finite.ts';
import type { Picture, Size } from '../types.ts';
import { dimsOf, required } from '../invariants.ts';

/** What is read once and holds at every threshold. */
export interface Facts {
  /** [N, classes] */
  readonly logits: Float32Array;
  readonly maps: ReadonlyMap<Value, Float32Array>;
  /** By group: [heatmaps, 2]. */
  readonly ranges: readonly Float32Array[];
}

/** The explanation's own part of its map. */
export function mapOf({ map, index }: ExplainedItem, { maps }: Facts): Size & { readonly values: ArrayLike<number> } {
  const [, height, width] = dimsOf(map.dims, ['N', 'H', 'W'], 'maps');
  const values = required(maps.get(map), 'the map of an explanation, read');
  return { width, height, values: values.subarray(index * height * width, (index + 1) * height * width) };
}

/**
 * Whatever the stages make of NaN before a mask: a map that contains one has no heatmap.
 * @throws CamLensError `not-finite` naming the picture, and the class, or the method and the layer
 */
export function checkFacts({ pictures, groups, classNames }: ExplainedParts, facts: Facts): void {
  const count = classNames.length;
  for (const [p, { name }] of pictures.entries()) {
    checkLogits(facts.logits.subarray(p * count, (p + 1) * count), name, classNames);
  }
  for (const [g, { items }] of groups.entries()) {
    for (const [i, item] of items.entries()) {
      const { name } = pictures[item.picture] as Picture;
      const what = `${item.method} at ${item.layer}`;
      checkFinite(mapOf(item, facts).values, name, (place) => `position ${place} of the map of ${what}`);
      const ranges = required(facts.ranges[g], `the ranges of the heatmaps of group ${g}`);
      checkFinite(ranges.subarray(2 * i, 2 * i + 2), name, () => `the range of the heatmap of ${what}`);
    }
  }
}
