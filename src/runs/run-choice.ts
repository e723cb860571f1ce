/** What a run of an evaluation measures of every picture. */
import type { ClassSource } from '../evaluation/record.ts';
import type { Box } from '../evaluation/iou.ts';
import type { ConventionName } from '../pipeline/recipe/conventions.ts';
import type { LoadedModel } from '../pipeline/model/loaded-model.ts';
import type { StoredModel } from '../pipeline/model/stored-model.ts';
import type { PictureHeader } from '../pipeline/picture/header/header.ts';
import type { BackendChoice } from '../pipeline/types.ts';

/** Everything that decides what a record holds: the same choice gives the same records, on whatever machines. */
export interface RunChoice {
  readonly methods: readonly string[];
  /** At least one; methods that look at no layer are measured once. */
  readonly layers: readonly string[];
  readonly sources: readonly ClassSource[];
  /** Rising, 0…1. */
  readonly thresholds: readonly number[];
  /** Of the box that is kept. */
  readonly boxThreshold: number;
  readonly measures: readonly MeasureName[];
  /** How raw maps become heatmaps; the paper's alone unless said. Records by others are of methods named after both. */
  readonly conventions?: readonly ConventionName[];
  /** Of the curves of deletion and insertion; `usualSteps` unless said. */
  readonly steps?: number;
}

/** What can be measured of an explanation besides its boxes, in the order in which it is offered. */
export const measureNames = ['wsol', 'pointing', 'energy', 'deletion', 'insertion', 'drop', 'randomisation'] as const;
export type MeasureName = (typeof measureNames)[number];

/** What the networks of a run are made of. */
export interface RunMachine {
  readonly backend: BackendChoice;
  /** URL of the model's description, or the model itself. */
  readonly model: string | LoadedModel | StoredModel;
  /** Side of the network's input in pixels; the model's own unless said. */
  readonly size?: number;
  /** Layers prepared for; the model's default layer alone unless said. */
  readonly layers?: readonly string[];
  /** What pictures will be asked for: refused at the start where the model does not meet their needs. */
  readonly methods?: readonly string[];
}

/** The same as it goes to the workers. */
export interface StoredMachine extends Omit<RunMachine, 'model'> {
  readonly model: StoredModel;
}

/** One picture with what is true of it. */
export interface TruePicture {
  /** Names the picture in the whole data set. */
  readonly id: string;
  readonly path: string;
  readonly split?: 'train' | 'test';
  /** The true class's index. */
  readonly class: number;
  /** Half-open, in pixels of the upright picture. */
  readonly boxes: readonly Box[];
  /** Of the picture's file, where it was read. */
  readonly header?: PictureHeader;
}

/** 0.05 to 0.95 in steps of 0.05. */
export const usualThresholds: readonly number[] = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

/** Of the curves of deletion and insertion: eight rows of 224 × 224 pixels each, as in RISE. */
export const usualSteps = 28;
