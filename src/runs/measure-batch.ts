/**
 * Pictures → their records: one run of the network for all of them, each with its true class, and one more for those
 * where it predicts another.
 */
import type { ByLayer, ClassSource, PictureRecord } from '../evaluation/record.ts';
import { beginTrial } from '../pipeline/recipe/explained.ts';
import { predictedClass, rankOf } from '../pipeline/recipe/classes.ts';
import { defaultConventions } from '../pipeline/recipe/defaults.ts';
import type { Explainer } from '../pipeline/api/explainer.ts';
import { beat } from '../pipeline/pulse.ts';
import { recordOf, thresholdsOf, type NamedRecord, type DecodedPicture } from './explanation-records.ts';
import { measures } from './measures/index.ts';
import { measuresFor, type RunChoice } from './run-choice.ts';
import { sensitivities } from './sensitivities.ts';
import { required } from '../pipeline/invariants.ts';
import { byThreeNames } from '../own.ts';

/**
 * @returns one record for each picture, in order
 * @throws CamLensError as `Explainer.explain`, including `not-finite`, and `unknown-class` if the model has no such
 *   class
 */
export async function measureBatch(
  explainer: Explainer,
  shown: readonly DecodedPicture[],
  choice: RunChoice,
): Promise<PictureRecord[]> {
  const [first = 'true', ...others] = choice.sources;
  const begun = await explain(explainer, shown, first, choice);
  const asked = shown.map((one, i): Asked => {
    const { logits = new Float32Array(), records = [] } = begun[i] ?? {};
    return { ...one, logits, predicted: predictedClass(logits), made: [[first, records]] };
  });
  for (const source of others) {
    // If the network predicts the true class, both requests are the same.
    const differing = asked.filter(({ predicted, truth }) => predicted !== truth.class);
    const again = differing.length === 0 ? [] : await explain(explainer, differing, source, choice);
    for (const one of asked) {
      const records = again[differing.indexOf(one)]?.records ?? one.made[0]?.[1] ?? [];
      one.made.push([source, records]);
    }
  }
  return asked.map(({ picture, truth, logits, predicted, made }) => ({
    ...{ id: truth.id, path: truth.path, width: picture.width, height: picture.height },
    ...(truth.split === undefined ? {} : { split: truth.split }),
    ...{ class: truth.class, predicted, rank: rankOf(logits, truth.class) },
    ...(truth.boxes === undefined ? {} : { boxes: truth.boxes }),
    explanations: bySource(made),
  }));
}

interface Asked extends DecodedPicture {
  readonly logits: Float32Array;
  /** Index of the class with the largest logit. */
  readonly predicted: number;
  readonly made: (readonly [ClassSource, readonly NamedRecord[]])[];
}

interface Explained {
  /** [classes] */
  readonly logits: Float32Array;
  readonly records: readonly NamedRecord[];
}

/** Runs the network once and reads all heatmaps in one pass. */
async function explain(
  explainer: Explainer,
  shown: readonly DecodedPicture[],
  source: ClassSource,
  choice: RunChoice,
): Promise<Explained[]> {
  const { methods, layers, conventions = defaultConventions, refine = 'none' } = choice;
  const pictures = shown.map(({ picture }) => picture);
  // A data set has boxes for every picture, or for none.
  const truths = shown.map(({ truth }) => truth.boxes ?? []);
  const hasBoxes = truths.every(({ length }) => length > 0);
  const hasMasks = shown.every(({ mask }) => mask !== undefined);
  const needsPointing = measuresFor(choice.measures, { hasBoxes, hasMasks }).some(
    (name) => measures[name].needsPointing,
  );
  const { explained, results, located } = await explainer.explain(pictures, {
    ...{ methods, layers, conventions, refine },
    class: source === 'true' ? { each: shown.map(({ truth }) => truth.class) } : 'predicted',
    atEach: { thresholds: thresholdsOf(choice, hasBoxes), ...(needsPointing ? { truths } : {}) },
  });
  try {
    // What other networks predict, or this one for other pictures, says nothing: the class is the same in all.
    const again = {
      ...{ methods, layers, conventions, refine },
      class: { each: results.map(({ explanations }, p) => explanations[0]?.class.index ?? shown[p]!.truth.class) },
    };
    const randomised = once(() => explainer.explainRandomised(pictures, again));
    const sensitivity = once(() => sensitivities(explainer, shown, again, results));
    const heatmaps = once(() => explained.readAllHeatmaps());
    const made: Explained[] = [];
    for (const [p, one] of shown.entries()) {
      const records: NamedRecord[] = [];
      for (const [i, explanation] of (results[p]?.explanations ?? []).entries()) {
        const found = {
          ...{ explanation, located: located[p]?.[i] ?? { boxes: [] } },
          heatmap: async () => required((await heatmaps())[p]?.[i], `heatmap ${i} of picture ${p}`),
          sensitivity: async () => (await sensitivity())[p]?.[i],
          beginTrial: () => beginTrial(explained, p, i),
          randomised: async () =>
            (await randomised()).flatMap(({ level, results: others }) => {
              const map = others[p]?.explanations[i]?.map;
              return map === undefined ? [] : [{ level, map }];
            }),
        };
        records.push(await recordOf(found, one, choice));
        beat();
      }
      made.push({ logits: explained.logitsOf(p).slice(), records });
    }
    return made;
  } finally {
    explained.destroy();
  }
}

/** Runs when first called, and remembers the result. */
function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let done: Promise<Result> | undefined;
  return () => (done ??= work());
}

function bySource(
  made: readonly (readonly [ClassSource, readonly NamedRecord[]])[],
): Readonly<Record<string, ByLayer>> {
  return byThreeNames(
    made.flatMap(([source, records]) =>
      records.map(({ method, layer, record }) => [method, layer, source, record] as const),
    ),
  );
}
