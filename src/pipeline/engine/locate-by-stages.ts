/**
 * `Chain.locate` by the stages where the heatmaps are: thresholds are a dimension of the dispatch, and a few bytes are read
 * back, once for all heatmaps.
 */
import type { Pointing } from '../../shaders/cpu/pointing.ts';
import type { BoxesRead, Chain, Heatmaps, LocatedHeatmap } from '../chain/chain.ts';
import { required } from '../invariants.ts';
import type { Boxes, StageChain } from './stage-chain.ts';

/** Labels of at most this many pixels (64 MiB of uint32) are made at once. */
const mostLabels = 2 ** 24;

/** What `pointing` gives for each heatmap. */
const rowLength = 4;

type Recorded = (heatmaps: Heatmaps, thresholds: readonly number[]) => Boxes;

export async function locateByStages(
  chain: StageChain,
  ...[groups, { thresholds, all }, values]: Parameters<Chain['locate']>
): ReturnType<Chain['locate']> {
  const record: Recorded = all
    ? (heatmaps, some) => chain.boxes(chain.components(chain.threshold(heatmaps, ...some)))
    : (heatmaps, some) => chain.largest(heatmaps, ...some);
  const recorded = groups.map(({ heatmaps }) => inParts(heatmaps, thresholds, record));
  const pointings = groups.map(({ heatmaps, truths }) => truths && chain.pointing(heatmaps, truths));
  const alongside = [...values, ...pointings.filter((value) => value !== undefined)];
  const { boxes, values: read } = await chain.readBoxes(recorded.flat(), alongside, all);
  const rows = read.splice(values.length);
  const located = groups.map(({ heatmaps: { sizes } }, g): LocatedHeatmap[] => {
    const parts = boxes.splice(0, required(recorded[g], `what was recorded of group ${g}`).length);
    const row = pointings[g] === undefined ? undefined : required(rows.shift(), `where group ${g} points`);
    return sizes.map((_, i) => ({
      at: parts.flatMap((part) => levelsOf(part, i, sizes.length)),
      ...(row === undefined ? {} : { pointing: pointingFrom(row, i) }),
    }));
  });
  return { located, values: read };
}

/** As many thresholds together as there is room for labels. */
function inParts(heatmaps: Heatmaps, thresholds: readonly number[], record: Recorded): Boxes[] {
  const pixels = heatmaps.sizes.reduce((sum, { width, height }) => sum + width * height, 0);
  const together = Math.max(1, Math.floor(mostLabels / pixels));
  const parts: Boxes[] = [];
  for (let first = 0; first < thresholds.length; first += together) {
    parts.push(record(heatmaps, thresholds.slice(first, first + together)));
  }
  return parts;
}

function levelsOf(read: readonly BoxesRead[], heatmap: number, heatmaps: number): readonly BoxesRead[] {
  const levels = read.length / heatmaps;
  return read.slice(heatmap * levels, (heatmap + 1) * levels);
}

function pointingFrom(rows: Float32Array, heatmap: number): Pointing {
  const [x, y, inside, all] = Array.from({ length: rowLength }, (_, i) =>
    required(rows[rowLength * heatmap + i], `number ${i} of where heatmap ${heatmap} points`),
  ) as [number, number, number, number];
  return { peak: x < 0 ? null : [x, y], inside, all };
}
