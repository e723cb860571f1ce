/** The work of the mask stages depends on the masks: on the number of runs of pixels in their rows. */
import type { Masks, StageChain } from '../../pipeline/engine/stage-chain.ts';
import { workOf, type StageLoad, type StageWork } from '../../pipeline/engine/stage-work.ts';

export interface Masked {
  readonly masks: Masks;
  /** The load without the part that depends on the masks. */
  readonly load: StageLoad;
}

export async function masksWork(
  stage: 'threshold' | 'components' | 'boxes',
  chain: StageChain,
  { masks, load }: Masked,
): Promise<StageWork> {
  const read = await chain.readMasks(masks);
  const runs = read.reduce((sum, mask, i) => sum + runsOf(mask, masks.sizes[i]!.width), 0);
  const maskPixels = read.reduce((sum, { length }) => sum + length, 0);
  return workOf(stage, { ...load, runs, maskPixels });
}

/** @returns the number of runs of set pixels; a run ends with its row */
export function runsOf(mask: Uint8Array, width: number): number {
  let runs = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 1 && (i % width === 0 || mask[i - 1] === 0)) runs++;
  }
  return runs;
}
