/**
 * What a run leaves beside its result, so that it can be cut off and go on: `<out>.records.ndjson`, a line for each
 * picture, and `<out>.run.json`, the sheet that says what was measured and how.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CamLensError } from '../src/errors.ts';
import type { Problem } from '../src/datasets/problems.ts';
import type { RunInfo } from '../src/headless/evaluation-calls.ts';
import type { RunChoice } from '../src/runs/run-choice.ts';
import type { Shard } from '../src/runs/shard.ts';
import type { Crash } from './crashes.ts';

/** What decides the records: runs whose plans are the same can be merged. */
export interface RunPlan {
  readonly choice: RunChoice;
  readonly model: Pick<RunInfo['model'], 'name' | 'sha256' | 'size'>;
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

const recordsEnding = '.records.ndjson';
const sheetEnding = '.run.json';

/** The sheet beside a file of records. */
export function sheetFileOf(recordsFile: string): string {
  return `${recordsFile.slice(0, -recordsEnding.length)}${sheetEnding}`;
}

export function isRecordsFile(file: string): boolean {
  return file.endsWith(recordsEnding);
}

/** @throws CamLensError `records-unfit` where it is missing or no sheet */
export function readSheet(file: string): RunSheet {
  try {
    const sheet = JSON.parse(readFileSync(file, 'utf8')) as Partial<RunSheet> | null;
    if (sheet?.plan?.choice !== undefined && sheet.outcome !== undefined) return sheet as RunSheet;
  } catch (cause) {
    const trouble = existsSync(file) ? 'is not JSON' : 'is not there';
    throw new CamLensError('records-unfit', `${file} ${trouble}; the sheet of a run was expected.`, { cause });
  }
  throw new CamLensError('records-unfit', `${file} is no sheet of a run; one that evaluate wrote was expected.`);
}

export class RunFiles {
  readonly recordsFile: string;
  readonly #sheetFile: string;

  constructor(out: string) {
    this.recordsFile = `${out}${recordsEnding}`;
    this.#sheetFile = `${out}${sheetEnding}`;
    mkdirSync(dirname(out), { recursive: true });
  }

  /** Whether there is an earlier run, finished or not. */
  get hasRun(): boolean {
    return existsSync(this.recordsFile) && existsSync(this.#sheetFile);
  }

  /** Whether there is one that can go on. */
  get isCutOff(): boolean {
    return this.hasRun && readSheet(this.#sheetFile).outcome === null;
  }

  /** Of the earlier run, finished or not. */
  get crashes(): readonly Crash[] {
    return this.hasRun ? (readSheet(this.#sheetFile).crashes ?? []) : [];
  }

  /** An empty run. */
  begin(): void {
    writeFileSync(this.recordsFile, '');
  }

  /** A whole line, at once: a run that is killed loses what was under way and no more. */
  append(line: string): void {
    appendFileSync(this.recordsFile, line);
  }

  replace(lines: string): void {
    writeFileSync(this.recordsFile, lines);
  }

  writeSheet(sheet: RunSheet): void {
    writeFileSync(this.#sheetFile, `${JSON.stringify(sheet, undefined, 2)}\n`);
  }

  /** @throws CamLensError `records-unfit`, naming what differs, where the earlier run was another one */
  checkSame(plan: RunPlan, shard: Shard | null): void {
    const earlier = readSheet(this.#sheetFile);
    const differing = differences({ ...earlier.plan, shard: earlier.shard }, { ...plan, shard });
    if (differing.length === 0) return;
    throw new CamLensError(
      'records-unfit',
      `The run in ${this.recordsFile} had another ${differing.join(' and ')}; --resume goes on with the same run only.`,
    );
  }
}

/** The fields that differ, those of the choice by their own names. */
export function differences(
  a: RunPlan & { readonly shard?: Shard | null },
  b: RunPlan & { readonly shard?: Shard | null },
): string[] {
  const flat = ({ choice, ...rest }: typeof a): Record<string, unknown> =>
    // As JSON has it: what is undefined is not there.
    JSON.parse(JSON.stringify({ ...choice, ...rest })) as Record<string, unknown>;
  const [one, other] = [flat(a), flat(b)];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (name) => !isDeepStrictEqual(one[name], other[name]),
  );
}

export function fingerprint(text: string | undefined): string | null {
  return text === undefined ? null : createHash('sha256').update(text).digest('hex');
}
