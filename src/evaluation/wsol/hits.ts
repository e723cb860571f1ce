/** What one picture's map contributes to MaxBoxAcc and MaxBoxAccV2: the levels at which its boxes hit. */
import type { Box } from '../iou.ts';
import { bestIouByLevel, toScoreMap } from './box-iou.ts';
import { contourBoxes } from './contour-boxes.ts';
import type { Size } from './resize-cubic.ts';
import { scoreMap } from './score-map.ts';

/** The IoUs that a hit must reach: in MaxBoxAcc, and each by itself in MaxBoxAccV2. */
export const hitIou = 0.5;
export const hitIousV2 = [0.3, 0.5, 0.7] as const;

/** Runs of levels [from, to), one after the other: [3, 5, 9, 10] is levels 3, 4 and 9. */
export type LevelRuns = readonly number[];

export interface WsolHits {
  /** By the largest contour's box, at IoU ≥ 0.5. */
  readonly largest: LevelRuns;
  /** By any contour's box, at each IoU of `hitIousV2`. */
  readonly any: readonly LevelRuns[];
}

/**
 * @param map raw and signed, of the true class; [height, width], row by row
 * @param truths one true box or more, in pixels of the picture, their corners as the annotation has them
 */
export function wsolHits(map: ArrayLike<number>, mapSize: Size, truths: readonly Box[], picture: Size): WsolHits {
  const scaled = truths.map((truth) => toScoreMap(truth, picture));
  const { largest, all } = contourBoxes(scoreMap(map, mapSize));
  const anyIou = bestIouByLevel(all, scaled);
  return {
    largest: runsFrom(bestIouByLevel(largest, scaled), hitIou),
    any: hitIousV2.map((least) => runsFrom(anyIou, least)),
  };
}

/** The levels whose IoU is at least `least`. */
export function runsFrom(ious: Float64Array, least: number): number[] {
  const runs: number[] = [];
  ious.forEach((iou, level) => {
    if (iou < least) return;
    if (runs.at(-1) === level) runs[runs.length - 1] = level + 1;
    else runs.push(level, level + 1);
  });
  return runs;
}
