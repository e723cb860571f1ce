/** `<out>.run.json`, the sheet that says what was measured and how. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { CamLensError } from '../src/errors.ts';
import type { Problem } from '../src/datasets/problems.ts';
import { describeWrong } from '../src/evaluation/checks.ts';
import type { RecordsOf } from '../src/evaluation/record-checks.ts';
import type { RunInfo } from '../src/headless/evaluation-calls.ts';
import type { RunChoice } from '../src/runs/run-choice.ts';
import type { Shard } from '../src/runs/shard.ts';
import type { Crash } from './crashes.ts';
import { sheetCheck } from './run-checks.ts';
import { readJson } from './text-file.ts';

/** What decides the records: runs whose plans are the same can be merged. */
export interface RunPlan {
  readonly choice: RunChoice;
  readonly model: Pick<RunInfo['model'], 'name' | 'sha256' | 'size' | 'height'> &
    /** Sheets of earlier versions have none. */
    Partial<Pick<RunInfo['model'], 'normalization' | 'output'>>;
  /** SHA-256 of the files, null where there was none. */
  readonly split: string | null;
  readonly classMap: string | null;
}

/** Of the session that finished the run, its start not included. */
export interface RunTimings {
  /** Measured in it. */
  readonly pictures: number;
  readonly seconds: number;
  readonly picturesPerSecond: number;
  readonly workers: number;
}

export interface RunSheet {
  readonly plan: RunPlan;
  readonly shard: Shard | null;
  readonly backend: RunInfo['backend'];
  /** The model's class names, by index; sheets of earlier versions have none. */
  readonly classes?: readonly string[];
  /** Pictures that pages died of; none where it is left out. */
  readonly crashes?: readonly Crash[];
  /** Null until the run is finished. */
  readonly outcome: RunOutcome | null;
}

export interface RunOutcome {
  readonly failed: readonly Problem[];
  readonly notes: readonly Problem[];
  /** Ids of annotations whose pictures are not there, sorted. */
  readonly withoutPicture: readonly string[];
  readonly timings: RunTimings;
}

/** @throws CamLensError `records-unfit` where it is missing or no sheet, naming the field */
export function readSheet(file: string): RunSheet {
  if (!existsSync(file)) {
    throw new CamLensError('records-unfit', `${file} is not there; the sheet of a run was expected.`);
  }
  const sheet = readJson('records-unfit', file, 'the sheet of a run');
  const wrong = sheetCheck(sheet);
  if (wrong === undefined) return sheet as RunSheet;
  throw new CamLensError('records-unfit', `${file} is no sheet of a run that evaluate wrote: ${describeWrong(wrong)}.`);
}

export function writeSheet(sheet: RunSheet): string {
  return `${JSON.stringify(sheet, undefined, 2)}\n`;
}

/** What the sheet says of every record. */
export function recordsOf({ plan, classes }: Pick<RunSheet, 'plan' | 'classes'>): RecordsOf {
  const { methods, layers, sources, thresholds, conventions = ['paper'], steps } = plan.choice;
  return {
    thresholds: thresholds.length,
    ...(classes === undefined || classes.length === 0 ? {} : { classes: classes.length }),
    // As src/pipeline/recipe/conventions.ts names them.
    methods: methods.flatMap((method) => conventions.map((by) => (by === 'paper' ? method : `${method}@${by}`))),
    // What methods that look at no layer say (src/pipeline/recipe/methods/method.ts).
    ...{ layers: [...layers, 'input'], sources },
    ...(steps === undefined ? {} : { steps }),
  };
}

/** The fields that differ, those of the choice and what is said of the model by their own names. */
export function differences(
  a: RunPlan & { readonly shard?: Shard | null },
  b: RunPlan & { readonly shard?: Shard | null },
): string[] {
  const flat = ({ choice, model: { name, sha256, ...said }, ...rest }: typeof a): Map<string, unknown> =>
    // As JSON has it: what is undefined is not there.
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
