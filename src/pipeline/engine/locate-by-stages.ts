/**
 * `Chain.locate` with the stages, on the device: thresholds are a dimension of the dispatch, and a few bytes are read
 * back once for all heatmaps.
 */
import type { BoxesRead, Chain, Heatmaps, HeldHeatmaps, LocatedHeatmap, Pointing, Value } from '../chain/chain.ts';
import { required } from '../invariants.ts';
import type { StageChain } from './stage-chain.ts';

/** Labels are computed for at most this many pixels at a time (64 MiB of uint32). */
const mostLabels = 2 ** 24;

/** Values per heatmap in the result of `pointing`. */
const rowLength = 4;

/** A way to find the components at some thresholds: what is recorded for heatmaps, and how the results are read. */
export interface Finder<Part> {
  readonly record: (heatmaps: Heatmaps, thresholds: readonly number[]) => Part;
  readonly read: (
    parts: readonly Part[],
    values: readonly Value[],
  ) => Promise<{ boxes: BoxesRead[][]; values: Float32Array[] }>;
}

export function locateByStages(
  chain: StageChain,
  ...[groups, { thresholds, all }, values]: Parameters<Chain['locate']>
): ReturnType<Chain['locate']> {
  return locateParts(chain, groups, thresholds, values, {
    record: all
      ? (heatmaps, some) => chain.boxes(chain.components(chain.threshold(heatmaps, ...some)))
      : (heatmaps, some) => chain.largest(heatmaps, ...some),
    read: (boxes, along) => chain.readBoxes(boxes, along, all),
  });
}

/** Everything is read back at once. */
export async function locateParts<Part>(
  chain: StageChain,
  groups: readonly HeldHeatmaps[],
  thresholds: readonly number[],
  values: readonly Value[],
  { record, read }: Finder<Part>,
): ReturnType<Chain['locate']> {
  const recorded = groups.map(({ heatmaps }) => inParts(heatmaps, thresholds, record));
  const pointings = groups.map(({ heatmaps, truths }) => truths && chain.pointing(heatmaps, truths));
  const alongside = [...values, ...pointings.filter((value) => value !== undefined)];
  const found = await read(recorded.flat(), alongside);
  const rows = found.values.splice(values.length);
  const located = groups.map(({ heatmaps: { sizes } }, g): LocatedHeatmap[] => {
    const parts = found.boxes.splice(0, required(recorded[g], `what was recorded of group ${g}`).length);
    const row = pointings[g] === undefined ? undefined : required(rows.shift(), `where group ${g} points`);
    return sizes.map((_, i) => ({
      at: parts.flatMap((part) => levelsOf(part, i, sizes.length)),
      ...(row === undefined ? {} : { pointing: pointingFrom(row, i) }),
    }));
  });
  return { located, values: found.values };
}

/** Groups of as many thresholds as there is memory for labels. */
function inParts<Part>(heatmaps: Heatmaps, thresholds: readonly number[], record: Finder<Part>['record']): Part[] {
  const pixels = heatmaps.sizes.reduce((sum, { width, height }) => sum + width * height, 0);
  const together = Math.max(1, Math.floor(mostLabels / pixels));
  const parts: Part[] = [];
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
