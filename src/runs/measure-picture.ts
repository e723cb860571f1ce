/** One picture → its record: the network once for the true class, and once more where it predicts another. */
import { bestIou, type Box } from '../evaluation/iou.ts';
import type { ByLayer, ClassSource, ExplanationRecord, PictureRecord } from '../evaluation/record.ts';
import { nameBy } from '../pipeline/conventions.ts';
import { defaultConventions } from '../pipeline/explainer-defaults.ts';
import type { Pointing } from '../pipeline/at-each.ts';
import type { LocatedAtEach } from '../pipeline/look.ts';
import type { Explained } from '../pipeline/explained.ts';
import type { Explainer, RandomisedLevel } from '../pipeline/explainer.ts';
import type { Trial } from '../pipeline/trial.ts';
import type { Explanation, Picture } from '../pipeline/types.ts';
import { measures } from './measures/index.ts';
import type { Measured } from './measures/measure.ts';
import { usualSteps, type RunChoice, type TruePicture } from './run-choice.ts';

/**
 * @param picture the decoded file of `truth`
 * @throws CamLensError as `Explainer.explain`, and `unknown-class` where the model has no such class
 */
export async function measurePicture(
  explainer: Explainer,
  picture: Picture,
  truth: TruePicture,
  choice: RunChoice,
): Promise<PictureRecord> {
  const { methods, layers, conventions = defaultConventions } = choice;
  const needsPointing = choice.measures.some((name) => measures[name].needsPointing);
  const explain = async (source: ClassSource) => {
    const { explained, results, located } = await explainer.explain([picture], {
      ...{ methods, layers, conventions },
      class: source === 'true' ? truth.class : 'predicted',
      atEach: { thresholds: thresholdsOf(choice), ...(needsPointing ? { truths: [truth.boxes] } : {}) },
    });
    try {
      const explanations = results[0]?.explanations ?? [];
      const logits = explained.logitsOf(0).slice();
      const randomised = once(() =>
        explainer.explainRandomised([picture], {
          ...{ methods, layers, conventions },
          // What these networks predict says nothing: the class is the same in all.
          class: explanations[0]?.class.index ?? truth.class,
        }),
      );
      return {
        logits,
        records: await recordsOf(
          { explained, explanations, located: located[0] ?? [], randomised },
          picture,
          truth,
          choice,
        ),
      };
    } finally {
      explained.destroy();
    }
  };
  const [first = 'true', ...others] = choice.sources;
  const { logits, records } = await explain(first);
  const predicted = logits.indexOf(Math.max(...logits));
  const made: [ClassSource, readonly NamedRecord[]][] = [[first, records]];
  for (const source of others) {
    // Where the network predicts the true class, both ask for the same.
    made.push([source, predicted === truth.class ? records : (await explain(source)).records]);
  }
  return {
    ...{ id: truth.id, path: truth.path, width: picture.width, height: picture.height },
    ...(truth.split === undefined ? {} : { split: truth.split }),
    ...{ class: truth.class, predicted, rank: rankOf(logits, truth.class), boxes: truth.boxes },
    explanations: bySource(made),
  };
}

interface NamedRecord {
  readonly method: string;
  readonly layer: string;
  readonly record: ExplanationRecord;
}

/** Explanations of a picture for one class. */
interface Explaining {
  readonly explained: Explained;
  readonly explanations: readonly Explanation[];
  readonly located: readonly LocatedAtEach[];
  readonly randomised: () => Promise<readonly RandomisedLevel[]>;
}

async function recordsOf(
  { explained, explanations, located, randomised }: Explaining,
  picture: Picture,
  truth: TruePicture,
  choice: RunChoice,
): Promise<NamedRecord[]> {
  const thresholds = thresholdsOf(choice);
  const taken = choice.measures.map((name) => measures[name]);
  const records: NamedRecord[] = [];
  for (const [i, explanation] of explanations.entries()) {
    const { boxes = [], pointing = nowhere } = located[i] ?? {};
    const boxAt = (threshold: number): Box | null => boxes[thresholds.indexOf(threshold)] ?? null;
    const { method, layer, convention, empty, minimum, maximum } = explanation;
    let record: ExplanationRecord = {
      ious: choice.thresholds.map((threshold) => iouOf(boxAt(threshold), truth.boxes)),
      box: boxAt(choice.boxThreshold),
      ...{ empty, minimum, maximum },
    };
    let trial: Trial | undefined;
    const measured: Measured = {
      ...{ explanation, picture, truths: truth.boxes, pointing, steps: choice.steps ?? usualSteps },
      trial: () => (trial ??= explained.beginTrial(0, i)),
      randomised: async () =>
        (await randomised()).flatMap(({ level, results }) => {
          const map = results[0]?.explanations[i]?.map;
          return map === undefined ? [] : [{ level, map }];
        }),
    };
    try {
      for (const { take } of taken) record = { ...record, ...(await take(measured)) };
    } finally {
      trial?.destroy();
    }
    records.push({ method: nameBy(method, convention), layer, record });
  }
  return records;
}

/** The box that is kept is one of the thresholds', or one more. */
function thresholdsOf({ thresholds, boxThreshold }: RunChoice): readonly number[] {
  return [...new Set([...thresholds, boxThreshold])].sort((a, b) => a - b);
}

const nowhere: Pointing = { peak: null, inside: 0, all: 0 };

/** Done when it is first asked for, and then known. */
function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let done: Promise<Result> | undefined;
  return () => (done ??= work());
}

/** 1 for the largest logit; of equal ones the lower index comes first. */
function rankOf(logits: Float32Array, wanted: number): number {
  const own = logits[wanted] ?? NaN;
  return logits.reduce((rank, logit, i) => rank + Number(logit > own || (logit === own && i < wanted)), 1);
}

function iouOf(box: Box | null, truths: readonly Box[]): number {
  return bestIou(box, truths) ?? 0;
}

function bySource(
  made: readonly (readonly [ClassSource, readonly NamedRecord[]])[],
): Readonly<Record<string, ByLayer>> {
  const methods: Record<string, Record<string, Partial<Record<ClassSource, ExplanationRecord>>>> = {};
  for (const [source, records] of made) {
    for (const { method, layer, record } of records) ((methods[method] ??= {})[layer] ??= {})[source] = record;
  }
  return methods;
}
