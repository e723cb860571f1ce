/** What is read back of a batch of explanations, few numbers all of them; and whether they are numbers. */
import type { Value } from '../chain/chain.ts';
import type { ExplainedParts, Item } from './explained-parts.ts';
import { checkFinite, checkLogits } from '../finite.ts';
import type { Picture, Size } from '../types.ts';
import { dimsOf, required } from '../invariants.ts';

/** What is read once and is true at every threshold. */
export interface Facts {
  /** [N, classes] */
  readonly logits: Float32Array;
  readonly maps: ReadonlyMap<Value, Float32Array>;
  /** By group: [heatmaps, 2]. */
  readonly ranges: readonly Float32Array[];
}

/** The picture's own part of the raw map. */
export function mapOf({ map, picture }: Item, { maps }: Facts): Size & { readonly values: ArrayLike<number> } {
  const [, height, width] = dimsOf(map.dims, ['N', 'H', 'W'], 'maps');
  const values = required(maps.get(map), 'the map of an explanation, read');
  return { width, height, values: values.subarray(picture * height * width, (picture + 1) * height * width) };
}

/**
 * Whatever the stages make of NaN on their way to a mask: a map that holds one has no heatmap.
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
      checkFinite(mapOf(item, facts).values, name, (place) => `place ${place} of the map of ${what}`);
      const ranges = required(facts.ranges[g], `the ranges of the heatmaps of group ${g}`);
      checkFinite(ranges.subarray(2 * i, 2 * i + 2), name, () => `the range of the heatmap of ${what}`);
    }
  }
}
