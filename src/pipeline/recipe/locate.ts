/**
 * From heatmaps to boxes (convention "paper": threshold, components, the extent of the largest), at one threshold or
 * many.
 */
import type { Chain, LocatedHeatmap, Pointing, Sought, Value } from '../chain/chain.ts';
import { required } from '../invariants.ts';
import type { Group } from './explained-parts.ts';
import { inPicture, onHeatmap } from './heatmap-size.ts';
import type { Box, Size } from '../types.ts';

export type { Pointing };

/** What an evaluation requests for all explanations. */
export interface AtEach {
  /** In increasing order, 0…1. */
  readonly thresholds: readonly number[];
  /** By picture: its true boxes, half-open, in its pixels. If given, `pointing` is computed. */
  readonly truths?: readonly (readonly Box[])[];
}

/** The results for one explanation. */
export interface LocatedAtEach {
  /** By threshold, the largest component's box in pixels of the picture; null if no pixel reaches it. */
  readonly boxes: readonly (Box | null)[];
  /** In pixels of the heatmap. */
  readonly pointing?: Pointing;
}

/** By group and heatmap. */
export type LocatedGroups = readonly (readonly LocatedHeatmap[])[];

/** Whose heatmaps they are. */
interface Located {
  readonly groups: readonly Group[];
  readonly pictures: readonly Size[];
}

/**
 * @param sought with the true boxes of each picture, if there are any to compare heatmaps with
 * @param values read in the same read-back
 */
export async function locate(
  chain: Chain,
  { groups, pictures }: Located,
  { truths, ...sought }: Sought & Pick<AtEach, 'truths'>,
  values: readonly Value[] = [],
): Promise<{ readonly located: LocatedGroups; readonly values: readonly Float32Array[] }> {
  const truthsOf = (picture: number): Box[] =>
    required(truths?.[picture], `the true boxes of picture ${picture}`).map((truth) =>
      onHeatmap(truth, sizeOf(pictures, picture)),
    );
  const held = groups.map(({ items, heatmaps }) => ({
    heatmaps,
    ...(truths === undefined ? {} : { truths: items.map(({ picture }) => truthsOf(picture)) }),
  }));
  return chain.locate(held, sought, values);
}

/** The largest components by picture, in the order of its results. */
export function byPicture({ groups, pictures }: Located, located: LocatedGroups): LocatedAtEach[][] {
  const found: LocatedAtEach[][] = pictures.map(() => []);
  for (const [g, { items }] of groups.entries()) {
    for (const [i, { picture }] of items.entries()) {
      const { at, pointing } = required(located[g]?.[i], `the results for heatmap ${i} of group ${g}`);
      const size = sizeOf(pictures, picture);
      required(found[picture], `picture ${picture}`).push({
        boxes: at.map(({ largest }) => largest && inPicture(largest.box, size)),
        ...(pointing === undefined ? {} : { pointing }),
      });
    }
  }
  return found;
}

function sizeOf(pictures: readonly Size[], picture: number): Size {
  return required(pictures[picture], `the size of picture ${picture}`);
}
