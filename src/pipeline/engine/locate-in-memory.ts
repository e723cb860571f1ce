/**
 * `Chain.locate` where reading heatmaps is only a copy in memory: one pass over each finds the largest component at
 * every threshold.
 */
import type { Chain, HeldHeatmaps, LocatedHeatmap } from '../chain/chain.ts';
import { CamLensError } from '../../errors.ts';
import { required } from '../invariants.ts';
import { largestAtEach } from './cpu/components.ts';
import { runsOf } from './cpu/runs.ts';
import { locateByStages } from './locate-by-stages.ts';
import type { StageChain } from './stage-chain.ts';
import { stages } from './stages.ts';

/** If all components at one threshold are requested, the stages find them. */
export async function locateInMemory(
  chain: StageChain,
  ...[groups, sought, values]: Parameters<Chain['locate']>
): ReturnType<Chain['locate']> {
  if (sought.all) return locateByStages(chain, groups, sought, values);
  const read = await chain.read(values);
  const cuts = sought.thresholds.map(Math.fround);
  const located: LocatedHeatmap[][] = [];
  for (const group of groups) located.push(await locateGroup(chain, group, cuts));
  return { located, values: read };
}

async function locateGroup(
  chain: Chain,
  { heatmaps, truths }: HeldHeatmaps,
  cuts: readonly number[],
): Promise<LocatedHeatmap[]> {
  if (heatmaps.ranges === undefined) {
    throw new CamLensError('internal', 'Heatmaps must be normalised before locating.');
  }
  const maps = await chain.readHeatmaps(heatmaps);
  return maps.map((map, i) => {
    const size = required(heatmaps.sizes[i], `the size of heatmap ${i}`);
    const largest = isZero(map) ? cuts.map(() => null) : largestAtEach(runsOf(map, size, cuts));
    const at = largest.map((found) => ({ largest: found, all: [] }));
    if (truths === undefined) return { at };
    const boxes = required(truths[i], `the true boxes of heatmap ${i}`);
    return { at, pointing: stages.pointing.cpu(map, size.width, size.height, boxes) };
  });
}

/** A loop, because a function call per pixel would take longer than finding the boxes. */
function isZero(map: Float32Array): boolean {
  for (let i = 0; i < map.length; i++) if (map[i] !== 0) return false;
  return true;
}
