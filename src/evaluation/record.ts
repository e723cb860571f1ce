/**
 * What an evaluation stores for one picture: all that the tables are made from, as one line of JSON. Merging shards of
 * a run record by record gives the result of a single run.
 */
import { CamLensError } from '../errors.ts';
import type { Confidence } from './confidence.ts';
import type { Box } from './iou.ts';
import type { PixelCounts } from './pxap.ts';
import type { WsolHits } from './wsol/hits.ts';
import { own } from '../own.ts';

/** Whose score a map explains: the true class's or the predicted class's. */
export type ClassSource = 'true' | 'predicted';

export interface PictureRecord {
  /** Unique in the whole data set. */
  readonly id: string;
  readonly path?: string;
  /** Of the upright picture, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Thresholds are chosen on `train` and reported on `test`. */
  readonly split?: 'train' | 'test';
  /** The true class's index. */
  readonly class: number;
  /** The predicted class's index. */
  readonly predicted: number;
  /** Rank of the true class by score: 1 if it is the predicted one. */
  readonly rank: number;
  /** The true boxes, half-open, in pixels; at least one. Absent if the data set has none. */
  readonly boxes?: readonly Box[];
  readonly explanations: Readonly<Record<string, ByLayer>>;
}

/** The explanations of one method, by layer and class source. */
export type ByLayer = Readonly<Record<string, Readonly<Partial<Record<ClassSource, ExplanationRecord>>>>>;

export interface ExplanationRecord {
  /**
   * At each threshold of the run: IoU of the largest component's box with the best true box; 0 if there is no box. Absent,
   * as are `wsol`, `pointing` and `energy`, if the data set has no true boxes.
   */
  readonly ious?: readonly number[];
  /** At the default threshold, of pixels: with the true mask, 0 … 1. Absent if the data set has no masks. */
  readonly maskIoU?: number;
  /** At the default threshold, half-open, in pixels. */
  readonly box: Box | null;
  /** Whether the heatmap is uniform, so that there is no box at any threshold. */
  readonly empty: boolean;
  /** Of the raw map, upsampled. */
  readonly minimum: number;
  readonly maximum: number;
  /** For MaxBoxAcc; of the true class's signed map. */
  readonly wsol?: WsolHits;
  /** Whether the heatmap's maximum is in a true box. */
  readonly pointing?: boolean;
  /** The share of the heatmap inside the true boxes. */
  readonly energy?: number;
  /** For PxAP: the picture's pixels by their value in the heatmap. */
  readonly pixels?: PixelCounts;
  /** Areas under the curves, and these, to four digits: from no pixel to all, in equal steps. */
  readonly deletion?: number;
  readonly deletionCurve?: readonly number[];
  readonly insertion?: number;
  readonly insertionCurve?: readonly number[];
  /** Means over 10 … 90 % of the pixels removed, and the curves from 0 to 90 %. */
  readonly roadMost?: number;
  readonly roadMostCurve?: readonly number[];
  readonly roadLeast?: number;
  readonly roadLeastCurve?: readonly number[];
  readonly pixelFlipping?: number;
  readonly pixelFlippingCurve?: readonly number[];
  /** Pearson's, −1 … 1; null if it is not defined, as for a uniform heatmap. */
  readonly faithfulnessCorrelation?: number | null;
  /** The heatmap's Gini index, 0 … 1. */
  readonly sparseness?: number;
  /** The heatmap's entropy in nats. */
  readonly complexity?: number;
  /** 0 or more; null if the map is zero everywhere. */
  readonly maxSensitivity?: number | null;
  readonly confidence?: Confidence;
  readonly randomisation?: Randomisation;
}

/**
 * The sanity check (Adebayo et al. 2018): Spearman's rank correlation of the raw map with that of the network whose
 * weights are randomised from the logits down to a level, for each level from the top down; null if it is not defined,
 * as for a uniform map.
 */
export type Randomisation = readonly (readonly [level: string, correlation: number | null])[];

/** Whether the data set of these pictures has masks. */
export function haveMasks([first]: readonly Pick<PictureRecord, 'explanations'>[]): boolean {
  const [layers = {}] = Object.values(first?.explanations ?? {});
  const [sources = {}] = Object.values(layers);
  return Object.values(sources).some(({ maskIoU }) => maskIoU !== undefined);
}

/**
 * Whether the data set of these pictures has true boxes.
 * @returns true without pictures
 * @throws CamLensError `records-unfit` if only some have, which one run cannot be of
 */
export function haveBoxes(records: readonly Pick<PictureRecord, 'id' | 'boxes'>[]): boolean {
  const [boxed, boxless] = [records.find(({ boxes }) => boxes), records.find(({ boxes }) => !boxes)];
  if (boxless === undefined) return true;
  if (boxed === undefined) return false;
  throw new CamLensError(
    'records-unfit',
    `Picture ${boxed.id} has true boxes, and picture ${boxless.id} none; the records of one run were expected.`,
  );
}

/** The true boxes of all pictures together. */
export function countBoxes(records: readonly Pick<PictureRecord, 'boxes'>[]): number {
  return records.reduce((sum, { boxes = [] }) => sum + boxes.length, 0);
}

/** One explanation of each picture. */
export interface ExplanationKey {
  readonly method: string;
  readonly layer: string;
  readonly source: ClassSource;
}

export function explanationOf(
  record: Pick<PictureRecord, 'explanations'>,
  { method, layer, source }: ExplanationKey,
): ExplanationRecord | undefined {
  return own(own(record.explanations, method), layer)?.[source];
}

/** Every explanation that any of the records has, in the order of first appearance. */
export function explanationKeys(records: readonly PictureRecord[]): ExplanationKey[] {
  const keys = new Map<string, ExplanationKey>();
  for (const { explanations } of records) {
    for (const [method, layers] of Object.entries(explanations)) {
      for (const [layer, sources] of Object.entries(layers)) {
        for (const source of Object.keys(sources) as ClassSource[]) {
          const key = { method, layer, source };
          keys.set(JSON.stringify(Object.values(key)), key);
        }
      }
    }
  }
  return [...keys.values()];
}
