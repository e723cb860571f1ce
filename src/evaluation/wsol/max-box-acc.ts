/**
 * MaxBoxAcc and MaxBoxAccV2 (Choe et al., Evaluating weakly supervised object localization methods right, 2020): the
 * share of pictures whose box hits, at the one threshold that is best for the whole set. The protocol chooses that
 * threshold on the same pictures it is reported on.
 */
import { levelCount } from './level-components.ts';
import { hitIousV2, type LevelRuns, type WsolHits } from './hits.ts';

/** The best level is the lowest of those that hit most; it is the threshold τ = level / 255 of the stretched map. */
export interface BestLevel {
  readonly accuracy: number;
  readonly level: number;
}

export interface MaxBoxAcc {
  readonly maxBoxAcc: BestLevel;
  /** The mean, over IoU ≥ 0.3, 0.5 and 0.7, of the best accuracy at each. */
  readonly maxBoxAccV2: number;
  readonly byIou: readonly BestLevel[];
}

/** @param pictures one or more */
export function maxBoxAcc(pictures: readonly WsolHits[]): MaxBoxAcc {
  const byIou = hitIousV2.map((_, i) => bestLevel(pictures.map(({ any }) => any[i] ?? [])));
  return {
    maxBoxAcc: bestLevel(pictures.map(({ largest }) => largest)),
    maxBoxAccV2: byIou.reduce((sum, { accuracy }) => sum + accuracy, 0) / byIou.length,
    byIou,
  };
}

function bestLevel(pictures: readonly LevelRuns[]): BestLevel {
  const hits = new Int32Array(levelCount);
  for (const runs of pictures) {
    for (let i = 0; i < runs.length; i += 2)
      for (let level = runs[i]!; level < runs[i + 1]!; level++) hits[level]! += 1;
  }
  const most = Math.max(...hits);
  return { accuracy: most / pictures.length, level: hits.indexOf(most) };
}
