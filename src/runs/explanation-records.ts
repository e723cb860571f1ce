/** What is stored about the explanations of one picture for one class. */
import { bestIou, type Box } from '../evaluation/iou.ts';
import { maskIou, type PixelTruth, type PixelValues } from '../evaluation/mask-iou.ts';
import type { ExplanationRecord } from '../evaluation/record.ts';
import { nameBy } from '../pipeline/recipe/conventions.ts';
import type { LocatedAtEach, Pointing } from '../pipeline/recipe/locate.ts';
import type { Trial } from '../pipeline/recipe/trial.ts';
import type { Picture } from '../pipeline/types.ts';
import type { Explanation } from '../pipeline/recipe/explanation.ts';
import { seedOf } from '../random.ts';
import { measures } from './measures/index.ts';
import type { Measured } from './measures/measure.ts';
import { measuresFor, usualSteps, type RunChoice, type TruePicture } from './run-choice.ts';

/** A decoded picture with its true class and boxes. */
export interface DecodedPicture {
  readonly picture: Picture;
  readonly truth: TruePicture;
  /** Of the picture's size; absent if the data set has none. */
  readonly mask?: PixelTruth;
}

export interface NamedRecord {
  readonly method: string;
  readonly layer: string;
  readonly record: ExplanationRecord;
}

/** One explanation of the picture. */
export interface FoundExplanation {
  readonly explanation: Explanation;
  readonly located: LocatedAtEach;
  /** Its pixels, read when they are asked for. */
  readonly heatmap: () => Promise<PixelValues>;
  readonly beginTrial: () => Trial;
  readonly randomised: Measured['randomised'];
  readonly sensitivity: Measured['sensitivity'];
}

/**
 * The thresholds to locate boxes at: that of the stored box and, if there are true boxes to compare with, those of the
 * choice.
 */
export function thresholdsOf({ thresholds, boxThreshold }: RunChoice, hasBoxes: boolean): readonly number[] {
  return [...new Set([...(hasBoxes ? thresholds : []), boxThreshold])].sort((a, b) => a - b);
}

const nowhere: Pointing = { peak: null, inside: 0, all: 0 };

/** @param located the boxes at `thresholdsOf(choice, …)` */
export async function recordOf(
  { explanation, located: { boxes, pointing = nowhere }, heatmap, ...found }: FoundExplanation,
  { picture, truth, mask }: DecodedPicture,
  choice: RunChoice,
): Promise<NamedRecord> {
  const { boxes: truths } = truth;
  const thresholds = thresholdsOf(choice, truths !== undefined);
  const boxAt = (threshold: number): Box | null => boxes[thresholds.indexOf(threshold)] ?? null;
  const { method, layer, convention, empty, minimum, maximum } = explanation;
  let record: ExplanationRecord = {
    ...(truths === undefined
      ? {}
      : { ious: choice.thresholds.map((threshold) => bestIou(boxAt(threshold), truths) ?? 0) }),
    ...(mask === undefined ? {} : { maskIoU: empty ? 0 : maskIou(await heatmap(), mask, choice.boxThreshold) }),
    box: boxAt(choice.boxThreshold),
    ...{ empty, minimum, maximum },
  };
  let trial: Trial | undefined;
  const measured: Measured = {
    ...{ explanation, picture, truths: truths ?? [], pointing, steps: choice.steps ?? usualSteps },
    ...{ heatmap, ...(mask === undefined ? {} : { mask }) },
    ...{ randomised: found.randomised, sensitivity: found.sensitivity },
    seed: seedOf(truth.id),
    trial: () => (trial ??= found.beginTrial()),
  };
  try {
    const known = { hasBoxes: truths !== undefined, hasMasks: mask !== undefined };
    for (const name of measuresFor(choice.measures, known))
      record = { ...record, ...(await measures[name].take(measured)) };
  } finally {
    trial?.destroy();
  }
  return { method: nameBy(method, convention), layer, record };
}
