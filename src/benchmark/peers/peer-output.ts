/** What a chain arrives at, and whether two chains agree. */
import type { Box } from '../../pipeline/types.ts';
import { differingValue } from '../kernel/differing-value.ts';

export interface PeerOutput {
  /** [height, width], 0…1. */
  readonly heatmap: Float32Array;
  /** Pixels of the mask. */
  readonly maskPixels: number;
  /** Of the mask's largest component. */
  readonly box: Box | null;
}

/** Largest difference of two heatmaps' values. */
export const heatmapTolerance = 1e-4;
/** Largest distance of a box's side, in pixels. */
const boxTolerance = 1;

/**
 * Heatmaps may differ by 1e-4; masks by the pixels that are as near to the threshold; boxes by a pixel at each side.
 * @param threshold of the masks
 * @returns a sentence about the first that differs by more
 */
export function differingPeer(actual: PeerOutput, expected: PeerOutput, threshold: number): string | undefined {
  const heatmap = differingValue(actual.heatmap, expected.heatmap, heatmapTolerance);
  if (heatmap !== undefined) return `The heatmap: ${heatmap}`;
  const near = expected.heatmap.reduce((n, value) => n + Number(Math.abs(value - threshold) <= heatmapTolerance), 0);
  if (!(Math.abs(actual.maskPixels - expected.maskPixels) <= near)) {
    return `The mask has ${actual.maskPixels} pixels; ${expected.maskPixels} ± ${near} were expected.`;
  }
  if (sameBox(actual.box, expected.box)) return undefined;
  return `The box is ${words(actual.box)}; ${words(expected.box)} ± ${boxTolerance} px was expected.`;
}

function sameBox(a: Box | null, b: Box | null): boolean {
  if (a === null || b === null) return a === b;
  return a.every((side, i) => Math.abs(side - b[i]!) <= boxTolerance);
}

function words(box: Box | null): string {
  return box === null ? 'none' : `[${box.join(', ')}]`;
}
