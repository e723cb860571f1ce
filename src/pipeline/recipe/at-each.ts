/**
 * What an evaluation asks of heatmaps: the largest component at every one of many thresholds, where they are highest and
 * where their weight lies. On a GPU the thresholds are a dimension of the dispatch and a few bytes are read back, once for
 * all heatmaps; where the heatmaps are in this machine's own memory anyway, one pass over each finds all.
 */
import type { Pointing } from '../../shaders/cpu/pointing.ts';
import type { Boxes, BoxesRead, Chain, Engine, Heatmaps, Value } from '../chain/chain.ts';
import { largestAtEach } from '../engine/cpu/components.ts';
import { runsOf } from '../engine/cpu/runs.ts';
import { stages } from '../engine/stages.ts';
import type { Box, ComponentBox } from '../types.ts';

export type { Pointing };

/** Heatmaps, normalised, and what they are held to. */
export interface HeldHeatmaps {
  readonly heatmaps: Heatmaps;
  /** The true boxes of each heatmap, half-open, in its pixels; where there are none to be held to, nothing is pointed at. */
  readonly truths?: readonly (readonly Box[])[];
}

/** What is seen of one heatmap. */
export interface Seen {
  /** By threshold, in pixels of the heatmap; null where nothing reaches it. */
  readonly largest: readonly (ComponentBox | null)[];
  readonly pointing?: Pointing;
}

/** Labels of at most this many pixels (64 MiB of uint32) are made at once. */
const mostLabels = 2 ** 24;

/**
 * @param thresholds rising
 * @param values read along
 * @returns by group and heatmap; and the values
 */
export async function seeAtEach(
  engine: Pick<Engine, 'isInMemory'>,
  chain: Chain,
  groups: readonly HeldHeatmaps[],
  thresholds: readonly number[],
  values: readonly Value[] = [],
): Promise<{ seen: Seen[][]; values: Float32Array[] }> {
  if (engine.isInMemory) {
    const read = await chain.read(values);
    const seen: Seen[][] = [];
    for (const group of groups) seen.push(await seeInMemory(chain, group, thresholds));
    return { seen, values: read };
  }
  const recorded = groups.map(({ heatmaps }) => recordLargest(chain, heatmaps, thresholds));
  const pointings = groups.map(({ heatmaps, truths }) => truths && chain.pointing(heatmaps, truths));
  const alongside = [...values, ...pointings.filter((value) => value !== undefined)];
  const { boxes, values: read } = await chain.readBoxes(recorded.flat(), alongside, false);
  const rows = read.splice(values.length);
  const seen = groups.map(({ heatmaps }, g): Seen[] => {
    const parts = boxes.splice(0, recorded[g]?.length);
    const row = pointings[g] === undefined ? undefined : rows.shift();
    return heatmaps.sizes.map((_, i) => ({
      largest: parts.flatMap((part) => levelsOf(part, i, heatmaps.sizes.length)),
      ...(row === undefined ? {} : { pointing: pointingFrom(row.subarray(4 * i, 4 * i + 4)) }),
    }));
  });
  return { seen, values: read };
}

/** As many thresholds together as there is room for labels. */
function recordLargest(chain: Chain, heatmaps: Heatmaps, thresholds: readonly number[]): Boxes[] {
  const pixels = heatmaps.sizes.reduce((sum, { width, height }) => sum + width * height, 0);
  const together = Math.max(1, Math.floor(mostLabels / pixels));
  const parts: Boxes[] = [];
  for (let first = 0; first < thresholds.length; first += together) {
    parts.push(chain.largest(heatmaps, ...thresholds.slice(first, first + together)));
  }
  return parts;
}

function levelsOf(read: readonly BoxesRead[], heatmap: number, heatmaps: number): (ComponentBox | null)[] {
  const levels = read.length / heatmaps;
  return read.slice(heatmap * levels, (heatmap + 1) * levels).map(({ largest }) => largest);
}

function pointingFrom([x = -1, y = -1, inside = 0, all = 0]: Float32Array): Pointing {
  return { peak: x < 0 ? null : [x, y], inside, all };
}

async function seeInMemory(
  chain: Chain,
  { heatmaps, truths }: HeldHeatmaps,
  thresholds: readonly number[],
): Promise<Seen[]> {
  const maps = await chain.readHeatmaps(heatmaps);
  return maps.map((map, i) => {
    const { width = 0, height = 0 } = heatmaps.sizes[i] ?? {};
    const boxes = truths?.[i];
    return {
      largest: isZero(map)
        ? thresholds.map(() => null)
        : largestAtEach(runsOf(map, { width, height }, thresholds.map(Math.fround))),
      ...(boxes === undefined ? {} : { pointing: stages.pointing.twin(map, width, height, boxes) }),
    };
  });
}

/** A loop, for a call for each of so many pixels takes longer than to find their boxes. */
function isZero(map: Float32Array): boolean {
  for (let i = 0; i < map.length; i++) if (map[i] !== 0) return false;
  return true;
}
