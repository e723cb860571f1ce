/** The JSON of an evaluation: the tables and all records. */
import type { Problem } from '../src/datasets/problems.ts';
import { namedClasses } from '../src/evaluation/named-classes.ts';
import { countBoxes, type PictureRecord } from '../src/evaluation/record.ts';
import type { Summary } from '../src/evaluation/summary.ts';
import { leftOutWithReasons, type LeftOutMeasure } from '../src/runs/run-format.ts';
import type { Shard } from '../src/runs/shard.ts';
import type { RunOutcome, RunPlan, RunSheet, RunTimings } from './run-sheet.ts';
import { tool } from './tool.ts';
import { byThreeNames, own } from '../src/own.ts';

/** The IoU at the reported threshold, by method, layer and class source. */
type ReportedIous = Record<string, Record<string, Record<string, number>>>;

/** Class index → name, of all classes or only those needed. */
export type ClassNames = Readonly<Record<number, string>>;

export interface EvaluationResult {
  readonly tool: string;
  readonly version: string;
  readonly dataset: {
    readonly pictures: number;
    /** 0 if it has none: what boxes give is then absent. */
    readonly boxes: number;
    /** Number of pictures on which thresholds are chosen, and on which results are reported. */
    readonly train: number;
    readonly test: number;
    /** Number of annotations without a picture. */
    readonly withoutPicture: number;
  };
  /** The shards that were measured; absent if all were. */
  readonly shards?: readonly Shard[];
  readonly backend: RunSheet['backend'];
  readonly model: RunPlan['model'];
  readonly plan: RunPlan;
  /** Measures that were asked for, and that the data set does not allow: the plan lacks them. */
  readonly leftOut: readonly LeftOutMeasure[];
  readonly methods: Summary['methods'];
  readonly centreBaseline: Summary['centreBaseline'];
  readonly accuracy: Summary['accuracy'];
  readonly accuracyByClass: Summary['accuracyByClass'];
  /** Names of the classes that occur, true or predicted, by index. */
  readonly classes: ClassNames;
  readonly statistics: Summary['statistics'];
  readonly perPicture: readonly (PictureRecord & { readonly iou: ReportedIous })[];
  readonly failed: readonly Problem[];
  /** Notes on pictures that were measured. */
  readonly notes: readonly Problem[];
  /** Ids of annotations without a picture. */
  readonly withoutPicture: readonly string[];
  readonly timings: RunTimings;
}

/** The part of the run's sheet that the result includes. */
export interface ResultSheet extends Pick<RunSheet, 'plan' | 'backend' | 'leftOut'> {
  readonly classes?: ClassNames | undefined;
  /** The shards that were measured; absent if all were. */
  readonly shards?: readonly Shard[];
}

export function evaluationResult(
  { plan, backend, leftOut = [], classes = {}, shards = [] }: ResultSheet,
  { failed, notes, withoutPicture, timings }: RunOutcome,
  { pictures, methods, centreBaseline, accuracy, accuracyByClass, statistics }: Summary,
  records: readonly PictureRecord[],
): EvaluationResult {
  return {
    ...tool(),
    dataset: {
      pictures: records.length,
      boxes: countBoxes(records),
      ...pictures,
      withoutPicture: withoutPicture.length,
    },
    ...(shards.length === 0 ? {} : { shards }),
    ...{ backend, model: plan.model, plan, leftOut: leftOutWithReasons(leftOut) },
    ...{ methods, centreBaseline, accuracy, accuracyByClass, statistics },
    classes: namedClasses(records, classes),
    perPicture: records.map((record) => ({ ...record, iou: reportedIous(record, methods, plan.choice.thresholds) })),
    ...{ failed, notes, withoutPicture, timings },
  };
}

function reportedIous(
  { explanations }: PictureRecord,
  methods: Summary['methods'],
  thresholds: readonly number[],
): ReportedIous {
  const ious = Object.entries(methods).flatMap(([method, layers]) =>
    Object.entries(layers).flatMap(([layer, sources]) =>
      Object.entries(sources).flatMap(([source, { reported }]) => {
        const explained = own(own(explanations, method), layer)?.[source as 'true' | 'predicted'];
        const iou = reported && explained?.ious?.[thresholds.indexOf(reported.threshold)];
        return iou === undefined ? [] : [[method, layer, source, iou] as const];
      }),
    ),
  );
  return byThreeNames(ious);
}
