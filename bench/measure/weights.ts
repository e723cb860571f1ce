/** The same pictures by the same network, with its weights stored in different formats. Driven by scripts/weights.mjs. */
import { pairedDifference, type Interval } from '../../src/evaluation/bootstrap.ts';
import { bestIou, type Box } from '../../src/evaluation/iou.ts';
import { pearson } from '../../src/evaluation/correlation.ts';
import { mean } from '../../src/evaluation/mean.ts';
import { createExplainer, type Explainer } from '../../src/pipeline/api/explainer.ts';
import { decodePicture } from '../../src/pipeline/picture/decode.ts';
import { own } from '../../src/own.ts';
import { required } from '../../src/pipeline/invariants.ts';
import type { Picture } from '../../src/pipeline/types.ts';

/** A picture of a data set, as its server gives it. */
export interface KnownPicture {
  readonly id: string;
  readonly url: string;
  readonly class: number;
  /** Half-open, in pixels. */
  readonly boxes: readonly Box[];
}

/** What one format makes of one picture. */
interface Seen {
  readonly logits: Float32Array;
  readonly predicted: number;
  readonly maps: Readonly<Record<string, { readonly values: readonly number[]; readonly box: Box | null }>>;
}

/** A picture by one method, and how far it is from that of the first format. */
export interface MapDifference {
  readonly iou: number;
  readonly firstIou: number;
  /** IoU of the two boxes; 1 if neither format has one. */
  readonly between: number;
  /** Largest difference of the raw map, relative to the first format's largest magnitude. */
  readonly largest: number;
  /** Pearson's, of the raw maps; null if a map is uniform. */
  readonly correlation: number | null;
}

export interface FormatDifference {
  readonly id: string;
  readonly format: string;
  /** Largest and mean absolute difference over all logits. */
  readonly logits: { readonly largest: number; readonly mean: number };
  readonly isSamePrediction: boolean;
  readonly isRight: boolean;
  readonly isFirstRight: boolean;
  readonly maps: Readonly<Record<string, MapDifference>>;
}

const methods = ['cam', 'grad-cam'];

export class Formats {
  readonly #explainers: ReadonlyMap<string, Explainer>;

  private constructor(explainers: ReadonlyMap<string, Explainer>) {
    this.#explainers = explainers;
  }

  /** @param models URL of the description, by format; the others are compared with the first */
  static async create(models: Readonly<Record<string, string>>): Promise<Formats> {
    const explainers = new Map<string, Explainer>();
    for (const [format, model] of Object.entries(models)) {
      explainers.set(format, await createExplainer({ model, backend: 'cpu' }));
    }
    return new Formats(explainers);
  }

  /** @returns for every format but the first */
  async compare(picture: KnownPicture): Promise<readonly FormatDifference[]> {
    const file = await (await fetch(picture.url)).blob();
    const decoded = await decodePicture(file, picture.id);
    const seen: [string, Seen][] = [];
    for (const [format, explainer] of this.#explainers) {
      seen.push([format, await explained(explainer, decoded, picture.class)]);
    }
    const [[, first] = [], ...others] = seen;
    return others.map(([format, other]) => differenceOf(picture, format, required(first, 'the first format'), other));
  }
}

async function explained(explainer: Explainer, picture: Picture, index: number): Promise<Seen> {
  const { explained: kept, results } = await explainer.explain([picture], { methods, class: index });
  const result = required(results[0], 'the result');
  const logits = kept.logitsOf(0).slice();
  kept.destroy();
  return {
    logits,
    predicted: required(result.classes[0], 'the predicted class').index,
    maps: Object.fromEntries(result.explanations.map(({ method, map, box }) => [method, { values: map.values, box }])),
  };
}

function differenceOf(picture: KnownPicture, format: string, first: Seen, other: Seen): FormatDifference {
  const apart = Float64Array.from(other.logits, (logit, i) => Math.abs(logit - first.logits[i]!));
  return {
    id: picture.id,
    format,
    logits: { largest: largest(apart), mean: mean(apart) },
    isSamePrediction: first.predicted === other.predicted,
    isRight: other.predicted === picture.class,
    isFirstRight: first.predicted === picture.class,
    maps: Object.fromEntries(
      methods.map((method) => [
        method,
        mapDifference(picture.boxes, mapOf(first.maps, method), mapOf(other.maps, method)),
      ]),
    ),
  };
}

function mapDifference(
  truths: readonly Box[],
  first: Seen['maps'][string],
  other: Seen['maps'][string],
): MapDifference {
  const [a, b] = [Float64Array.from(first.values), Float64Array.from(other.values)];
  const apart = a.map((value, i) => Math.abs(b[i]! - value));
  return {
    iou: required(bestIou(other.box, truths), 'a true box'),
    firstIou: required(bestIou(first.box, truths), 'a true box'),
    between: first.box === null ? Number(other.box === null) : required(bestIou(other.box, [first.box]), 'a box'),
    largest: largest(apart) / largest(a.map(Math.abs)),
    correlation: pearson(a, b) ?? null,
  };
}

function mapOf<Map>(maps: Readonly<Record<string, Map>>, method: string): Map {
  return required(own(maps, method), `the map of ${method}`);
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

export interface MeanAndWorst {
  readonly mean: number;
  readonly worst: number;
}

export interface MethodSummary {
  readonly meanIoU: number;
  readonly firstMeanIoU: number;
  /** This format's minus the first's, and its 95 % interval by bootstrap over pictures. */
  readonly difference: number;
  readonly interval95: Interval;
  readonly between: MeanAndWorst;
  readonly largest: MeanAndWorst;
  readonly correlation: MeanAndWorst;
}

export interface FormatSummary {
  readonly pictures: number;
  readonly largestLogit: MeanAndWorst;
  readonly meanLogit: number;
  readonly samePrediction: number;
  readonly accuracy: number;
  readonly firstAccuracy: number;
  /** This format's accuracy minus the first's, and its 95 % interval. */
  readonly accuracyDifference: number;
  readonly accuracyInterval95: Interval;
  readonly methods: Readonly<Record<string, MethodSummary>>;
}

/** @returns by format */
export function summarise(differences: readonly FormatDifference[]): Readonly<Record<string, FormatSummary>> {
  const formats = [...new Set(differences.map(({ format }) => format))];
  return Object.fromEntries(
    formats.map((format) => [format, summaryOf(differences.filter((row) => row.format === format))]),
  );
}

function summaryOf(rows: readonly FormatDifference[]): FormatSummary {
  const right = pairedDifference(
    rows.map(({ isRight }) => Number(isRight)),
    rows.map(({ isFirstRight }) => Number(isFirstRight)),
  );
  return {
    pictures: rows.length,
    largestLogit: overAll(
      rows.map(({ logits }) => logits.largest),
      Math.max,
    ),
    meanLogit: mean(rows.map(({ logits }) => logits.mean)),
    samePrediction: rows.filter(({ isSamePrediction }) => isSamePrediction).length,
    accuracy: mean(rows.map(({ isRight }) => Number(isRight))),
    firstAccuracy: mean(rows.map(({ isFirstRight }) => Number(isFirstRight))),
    accuracyDifference: right.difference,
    accuracyInterval95: right.interval,
    methods: Object.fromEntries(
      methods.map((method) => [method, methodSummary(rows.map(({ maps }) => mapOf(maps, method)))]),
    ),
  };
}

function methodSummary(maps: readonly MapDifference[]): MethodSummary {
  const [ious, firstIous] = [maps.map(({ iou }) => iou), maps.map(({ firstIou }) => firstIou)];
  const { difference, interval } = pairedDifference(ious, firstIous);
  return {
    meanIoU: mean(ious),
    firstMeanIoU: mean(firstIous),
    difference,
    interval95: interval,
    between: overAll(
      maps.map(({ between }) => between),
      Math.min,
    ),
    largest: overAll(
      maps.map(({ largest }) => largest),
      Math.max,
    ),
    correlation: overAll(
      maps.flatMap(({ correlation }) => correlation ?? []),
      Math.min,
    ),
  };
}

function overAll(values: readonly number[], worst: (...values: number[]) => number): MeanAndWorst {
  return { mean: mean(values), worst: worst(...values) };
}
