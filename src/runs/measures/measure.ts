/** What a measure of an explanation is. */
import type { Box } from '../../evaluation/iou.ts';
import type { ExplanationRecord } from '../../evaluation/record.ts';
import type { Pointing } from '../../pipeline/recipe/locate.ts';
import type { Trial } from '../../pipeline/recipe/trial.ts';
import type { Picture } from '../../pipeline/types.ts';
import type { Explanation } from '../../pipeline/recipe/explanation.ts';

/** What measures are taken of: one explanation of one picture. */
export interface Measured {
  readonly explanation: Explanation;
  readonly picture: Picture;
  /** The true boxes, half-open, in pixels of the picture. */
  readonly truths: readonly Box[];
  /** Where the heatmap is highest, in its pixels, and where its weight lies; nowhere where no measure of the run needs it. */
  readonly pointing: Pointing;
  /** Of curves. */
  readonly steps: number;
  /** Begun when it is first asked for, and ended after all measures. */
  readonly trial: () => Trial;
  /** The same explanation by networks of random weights, from the top level down; made when it is first asked for. */
  readonly randomised: () => Promise<readonly RandomisedMap[]>;
}

export interface RandomisedMap extends Pick<Explanation, 'map'> {
  readonly level: string;
}

export interface Measure {
  /** It asks where the heatmap is highest, or where its weight lies. */
  readonly needsPointing?: true;
  /** The fields of the record that it fills. */
  readonly take: (measured: Measured) => Partial<ExplanationRecord> | Promise<Partial<ExplanationRecord>>;
}
