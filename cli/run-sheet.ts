/** `<out>.run.json`, the sheet that states what was measured and how. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { CamLensError } from '../src/errors.ts';
import { formats, type AnnotationFormat } from '../src/datasets/formats.ts';
import type { Problem } from '../src/datasets/problems.ts';
import { describeWrong } from '../src/evaluation/checks.ts';
import type { RecordsOf } from '../src/evaluation/record-checks.ts';
import type { RunInfo } from '../src/headless/evaluation-calls.ts';
import type { MeasureName, RunChoice } from '../src/runs/run-choice.ts';
import { measurable } from '../src/runs/run-format.ts';
import type { Shard } from '../src/runs/shard.ts';
import type { Crash } from '../src/runs/crashes.ts';
import { sheetCheck } from '../src/runs/run-checks.ts';
import { readJson } from './text-file.ts';

/** Everything that determines the records: runs with equal plans can be merged. */
export interface RunPlan {
  readonly choice: RunChoice;
  readonly model: Pick<RunInfo['model'], 'name' | 'sha256' | 'size' | 'height' | 'stride'> &
    /** Absent in sheets of earlier versions. */
    Partial<Pick<RunInfo['model'], 'normalization' | 'output'>>;
  /** SHA-256 of the files; null if none was given. */
  readonly split: string | null;
  readonly classMap: string | null;
  /** Of the annotations, once they are read; absent in sheets of earlier versions. */
  readonly format?: AnnotationFormat;
}

/** Timings of the session that finished the run, without its start. */
export interface RunTimings {
  /** Number of pictures measured in that session. */
  readonly pictures: number;
  readonly seconds: number;
  readonly picturesPerSecond: number;
  readonly workers: number;
}

export interface RunSheet {
  readonly plan: RunPlan;
  readonly shard: Shard | null;
  readonly backend: RunInfo['backend'];
  /** Measures that were asked for, and that the format does not allow: the plan lacks them. Default: none. */
  readonly leftOut?: readonly MeasureName[];
  /** The model's class names, by index; absent in sheets of earlier versions. */
  readonly classes?: readonly string[];
  /** Pictures that crashed pages. Default: none. */
  readonly crashes?: readonly Crash[];
  /** Null until the run is finished. */
  readonly outcome: RunOutcome | null;
}

export interface RunOutcome {
  readonly failed: readonly Problem[];
  readonly notes: readonly Problem[];
  /** Ids of annotations without a picture, sorted. */
  readonly withoutPicture: readonly string[];
  readonly timings: RunTimings;
}

/** @throws CamLensError `records-unfit` if it is missing or not a sheet, naming the field */
export function readSheet(file: string): RunSheet {
  if (!existsSync(file)) {
    throw new CamLensError('records-unfit', `${file} does not exist; the sheet of a run was expected.`);
  }
  const sheet = readJson('records-unfit', file, 'the sheet of a run');
  const wrong = sheetCheck(sheet);
  if (wrong === undefined) return sheet as RunSheet;
  throw new CamLensError('records-unfit', `${file} is not the sheet of a run of evaluate: ${describeWrong(wrong)}.`);
}

export function writeSheet(sheet: RunSheet): string {
  return `${JSON.stringify(sheet, undefined, 2)}\n`;
}

/** What the sheet requires of every record. */
export function recordsOf({ plan, classes }: Pick<RunSheet, 'plan' | 'classes'>): RecordsOf {
  const { methods, layers, sources, thresholds, conventions = ['paper'], steps } = plan.choice;
  return {
    thresholds: thresholds.length,
    ...(plan.format === undefined ? {} : { boxes: formats[plan.format].hasBoxes }),
    ...(classes === undefined || classes.length === 0 ? {} : { classes: classes.length }),
    // Names as in src/pipeline/recipe/conventions.ts.
    methods: methods.flatMap((method) => conventions.map((by) => (by === 'paper' ? method : `${method}@${by}`))),
    // The layer name of methods that use no layer (src/pipeline/recipe/methods/method.ts).
    ...{ layers: [...layers, 'input'], sources },
    ...(steps === undefined ? {} : { steps }),
  };
}

/** Names of the fields that differ; the fields of the choice and the model are listed one by one. */
export function differences(
  a: RunPlan & { readonly shard?: Shard | null },
  b: RunPlan & { readonly shard?: Shard | null },
): string[] {
  const flat = ({ choice, model: { name, sha256, ...said }, ...rest }: typeof a): Map<string, unknown> =>
    // Compared as JSON, which omits undefined fields.
    new Map(
      Object.entries(JSON.parse(JSON.stringify({ ...choice, ...said, ...rest, model: { name, sha256 } })) as object),
    );
  const [one, other] = [flat(a), flat(b)];
  return [...new Set([...one.keys(), ...other.keys()])].filter(
    (name) => !isDeepStrictEqual(one.get(name), other.get(name)),
  );
}

export function fingerprint(bytes: Uint8Array | string | undefined): string | null {
  return bytes === undefined ? null : createHash('sha256').update(bytes).digest('hex');
}

/** What the format of the annotations leaves of the plan. */
export function withFormat(plan: RunPlan, format: AnnotationFormat | undefined): RunPlan {
  return format === undefined ? plan : { ...plan, choice: measurable(plan.choice, format), format };
}
