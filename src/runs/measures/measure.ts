/** The interface of measures of an explanation. */
import type { Box } from '../../evaluation/iou.ts';
import type { PixelTruth, PixelValues } from '../../evaluation/mask-iou.ts';
import type { ExplanationRecord } from '../../evaluation/record.ts';
import type { Pointing } from '../../pipeline/recipe/locate.ts';
import type { Trial } from '../../pipeline/recipe/trial.ts';
import type { Picture } from '../../pipeline/types.ts';
import type { Explanation } from '../../pipeline/recipe/explanation.ts';

/** The input of measures: one explanation of one picture. */
export interface Measured {
  readonly explanation: Explanation;
  readonly picture: Picture;
  /** The true boxes, half-open, in pixels of the picture; empty if the data set has none. */
  readonly truths: readonly Box[];
  /** Which of its pixels are the object's; absent if the data set has no masks. */
  readonly mask?: PixelTruth;
  /** The heatmap's pixels, read on the first call. */
  readonly heatmap: () => Promise<PixelValues>;
  /** The heatmap's maxima and the distribution of its sum; empty if no measure of the run needs them. */
  readonly pointing: Pointing;
  /** Of the random choices of measures: the picture's own, so that every run makes the same ones. */
  readonly seed: number;
  /** Number of steps of curves. */
  readonly steps: number;
  /** Started on the first call, and ended after all measures. */
  readonly trial: () => Trial;
  /** The largest relative distance of its map from those of the picture moved by noise; undefined if the map is zero. */
  readonly sensitivity: () => Promise<number | undefined>;
  /**
   * The same explanation by networks whose weights are randomised from the top level down; computed on the first call.
   */
  readonly randomised: () => Promise<readonly RandomisedMap[]>;
}

export interface RandomisedMap extends Pick<Explanation, 'map'> {
  readonly level: string;
}

export interface Measure {
  /** Set if the measure uses `pointing`. */
  readonly needsPointing?: true;
  /** Computes the measure's fields of the record. */
  readonly take: (measured: Measured) => Partial<ExplanationRecord> | Promise<Partial<ExplanationRecord>>;
}
