/** What an evaluation measures for every picture. */
import type { ClassSource } from '../evaluation/record.ts';
import type { Box } from '../evaluation/iou.ts';
import type { ConventionName } from '../pipeline/recipe/conventions.ts';
import type { RefinementName } from '../pipeline/recipe/refine/refinements.ts';
import type { LoadedModel } from '../pipeline/model/loaded-model.ts';
import type { StoredModel } from '../pipeline/model/stored-model.ts';
import type { PictureHeader } from '../pipeline/picture/header/header.ts';
import type { BackendChoice } from '../pipeline/types.ts';

/** Everything that determines the records: the same choice gives the same records on every machine. */
export interface RunChoice {
  readonly methods: readonly string[];
  /** At least one; methods that use no layer are measured once. */
  readonly layers: readonly string[];
  readonly sources: readonly ClassSource[];
  /** Increasing, 0…1. */
  readonly thresholds: readonly number[];
  /** Threshold of the stored box. */
  readonly boxThreshold: number;
  readonly measures: readonly MeasureName[];
  /**
   * How raw maps become heatmaps. Default: the paper's convention only. Records of other conventions are named
   * method@convention.
   */
  readonly conventions?: readonly ConventionName[];
  /** How raw maps are refined. Default: not at all. */
  readonly refine?: RefinementName;
  /** Steps of the curves of deletion, insertion and pixel flipping. Default: `usualSteps`. */
  readonly steps?: number;
}

/** The measures of an explanation besides its boxes, in the order in which they are offered. */
export const measureNames = [
  ...['wsol', 'pointing', 'energy', 'pxap', 'sparseness', 'complexity'],
  ...['deletion', 'insertion', 'road', 'pixel-flipping', 'faithfulness-correlation', 'drop'],
  ...['max-sensitivity', 'randomisation'],
] as const;
export type MeasureName = (typeof measureNames)[number];

/** The default measures: those that do not run the network again. */
export const defaultMeasures = ['wsol', 'pointing', 'energy'] as const satisfies readonly MeasureName[];

/** Those that compare with true boxes. */
const boxMeasures: ReadonlySet<MeasureName> = new Set<MeasureName>(['wsol', 'pointing', 'energy']);

/** Those that compare with true masks. */
export const maskMeasures: ReadonlySet<MeasureName> = new Set<MeasureName>(['pxap']);

/** What a data set has, besides classes. */
export interface KnownTruths {
  readonly hasBoxes: boolean;
  readonly hasMasks: boolean;
}

/** The measures that a data set allows. */
export function measuresFor(
  chosen: readonly MeasureName[],
  { hasBoxes, hasMasks }: KnownTruths,
): readonly MeasureName[] {
  return chosen.filter((name) => (hasBoxes || !boxMeasures.has(name)) && (hasMasks || !maskMeasures.has(name)));
}

/** Backend and model of a run's networks. */
export interface RunMachine {
  readonly backend: BackendChoice;
  /** URL of the model's description, or the model itself. */
  readonly model: string | LoadedModel | StoredModel;
  /** Side of the network's input in pixels. Default: the model's own. */
  readonly size?: number;
  /** Layers to prepare. Default: the model's default layer. */
  readonly layers?: readonly string[];
  /** Methods that will be requested, checked against the model at the start. */
  readonly methods?: readonly string[];
  /** How maps will be refined, checked likewise. */
  readonly refine?: RefinementName;
}

/** A `RunMachine` in the form sent to the workers. */
export interface StoredMachine extends Omit<RunMachine, 'model'> {
  readonly model: StoredModel;
}

export interface UndecodedMask {
  /** A PNG. */
  readonly file: Blob;
  readonly path: string;
  /** "path in archive", for messages. */
  readonly place: string;
}

/** The ground truth of one picture. */
export interface TruePicture {
  /** Unique in the data set. */
  readonly id: string;
  readonly path: string;
  readonly split?: 'train' | 'test';
  /** Index of the true class. */
  readonly class: number;
  /** Half-open, in pixels of the upright picture, at least one; absent if the data set has none, or masks. */
  readonly boxes?: readonly Box[];
  /** Which pixels are the object's, if the data set has masks: its boxes are known once this is decoded. */
  readonly mask?: UndecodedMask;
  /** The header of the picture's file, if it was read. */
  readonly header?: PictureHeader;
}

/** 0.05 to 0.95 in steps of 0.05. */
export const usualThresholds: readonly number[] = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

/** Default number of steps of these curves: eight rows of 224 × 224 pixels each, as in RISE. */
export const usualSteps = 28;
