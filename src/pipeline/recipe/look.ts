/** Looks at the heatmaps of explanations: every component at one threshold, or what an evaluation asks at each of many. */
import { seeAtEach, type Pointing } from './at-each.ts';
import type { BoxesRead, Chain, Engine, Value } from '../chain/chain.ts';
import type { Group } from './explained-parts.ts';
import { inPicture, locate, onHeatmap } from './locate.ts';
import type { Box, Size } from '../types.ts';

/** What an evaluation asks of all explanations. */
export interface AtEach {
  /** Rising, 0…1. */
  readonly thresholds: readonly number[];
  /** By picture: its true boxes, half-open, in its pixels. Where they are given, `pointing` is known. */
  readonly truths?: readonly (readonly Box[])[];
}

/** What is found of one explanation. */
export interface LocatedAtEach {
  /** By threshold, the largest component's box in pixels of the picture; null where nothing reaches it. */
  readonly boxes: readonly (Box | null)[];
  /** In pixels of the heatmap. */
  readonly pointing?: Pointing;
}

/** Whose heatmaps they are. */
interface LookedAt {
  readonly engine: Engine;
  readonly groups: readonly Group[];
  readonly pictures: readonly Size[];
}

/** What a look at the heatmaps gave, and the values that came along. */
export interface Looked {
  /** By group and heatmap. */
  readonly boxes?: readonly (readonly BoxesRead[])[];
  readonly located?: readonly (readonly LocatedAtEach[])[];
  readonly values: readonly Float32Array[];
}

/** Every component of every heatmap at one threshold. */
export async function lookAt(
  chain: Chain,
  groups: readonly Group[],
  threshold: number,
  values: readonly Value[],
): Promise<Looked> {
  const located = groups.map(({ heatmaps }) => locate(chain, heatmaps, threshold));
  return chain.readBoxes(located, values, true);
}

/** What is found of every heatmap at each of many thresholds. */
export async function lookAtEach(
  { engine, groups, pictures }: LookedAt,
  chain: Chain,
  { thresholds, truths }: AtEach,
  wanted: readonly Value[],
): Promise<Looked> {
  const held = groups.map(({ items, heatmaps }) => ({
    heatmaps,
    ...(truths === undefined
      ? {}
      : {
          truths: items.map(({ picture }) =>
            (truths[picture] ?? []).map((truth) => onHeatmap(truth, pictures[picture] as Size)),
          ),
        }),
  }));
  const { seen, values } = await seeAtEach(engine, chain, held, thresholds, wanted);
  const located: LocatedAtEach[][] = pictures.map(() => []);
  for (const [g, { items }] of groups.entries()) {
    for (const [i, { picture }] of items.entries()) {
      const { largest = [], pointing } = seen[g]?.[i] ?? {};
      located[picture]?.push({
        boxes: largest.map((found) => found && inPicture(found.box, pictures[picture] as Size)),
        ...(pointing === undefined ? {} : { pointing }),
      });
    }
  }
  return { located, values };
}
