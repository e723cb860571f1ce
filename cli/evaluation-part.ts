/** Reads part of an evaluation from its result or its records, and checks every field. */
import { statSync } from 'node:fs';
import { CamLensError } from '../src/errors.ts';
import { describeWrong } from '../src/evaluation/checks.ts';
import { recordCheck } from '../src/evaluation/record-checks.ts';
import { requireRecord, readRecords } from '../src/evaluation/record-lines.ts';
import { countBoxes, type PictureRecord } from '../src/evaluation/record.ts';
import type { MeasureName } from '../src/runs/run-choice.ts';
import type { Shard } from '../src/runs/shard.ts';
import type { ClassNames, EvaluationResult } from './evaluation-result.ts';
import { resultCheck } from '../src/runs/run-checks.ts';
import { leftOutOfAny } from '../src/runs/run-format.ts';
import { isRecordsFile, sheetFileOf } from './run-files.ts';
import { readSheet, recordsOf, type RunOutcome, type RunPlan, type RunSheet } from './run-sheet.ts';
import { readJson, readText } from './text-file.ts';

export interface Part {
  /** Name of the file. */
  readonly name: string;
  readonly plan: RunPlan;
  readonly backend: RunSheet['backend'];
  readonly leftOut: readonly MeasureName[];
  readonly classes: ClassNames;
  /** Its shards of the evaluation; empty if it is the whole. */
  readonly shards: readonly Shard[];
  readonly outcome: RunOutcome;
  readonly records: readonly PictureRecord[];
}

/** @throws CamLensError `records-unfit`, naming the file, the line or picture, and the field */
export function readPart(file: string): Part {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) {
    throw new CamLensError('records-unfit', `${file} does not exist; a result or the records of a run were expected.`);
  }
  return isRecordsFile(file) ? partOfRecords(file) : partOfResult(file);
}

function partOfRecords(name: string): Part {
  const sheet = readSheet(sheetFileOf(name));
  const { plan, backend, leftOut = [], classes = [], shard, outcome } = sheet;
  if (outcome === null) {
    throw new CamLensError('records-unfit', `${name} belongs to an interrupted run; --resume finishes it.`);
  }
  const text = readText('records-unfit', name, 'the records of a run');
  const { records, isCutOff } = readRecords(text, name, recordsOf(sheet));
  if (isCutOff) {
    throw new CamLensError(
      'records-unfit',
      `The last line of ${name} is incomplete; --resume measures its picture again.`,
    );
  }
  return { name, plan, backend, leftOut, classes, shards: shard === null ? [] : [shard], outcome, records };
}

function partOfResult(name: string): Part {
  const found = readJson('records-unfit', name, 'the result of an evaluation');
  const wrong = resultCheck(found);
  if (wrong !== undefined) {
    throw new CamLensError('records-unfit', `${name} is not a result of an evaluation: ${describeWrong(wrong)}.`);
  }
  // Results of earlier versions may lack some.
  type Later = 'classes' | 'leftOut';
  const result = found as Omit<EvaluationResult, Later> & Partial<Pick<EvaluationResult, Later>>;
  const { plan, backend, classes = {}, shards = [], failed, notes, withoutPicture, timings } = result;
  const leftOut = leftOutOfAny([(result.leftOut ?? []).map(({ measure }) => measure)]);
  const named = new Set(Object.keys(classes).map(Number));
  const check = recordCheck({
    ...recordsOf({ plan }),
    ...(named.size === 0 ? {} : { isNamed: (index: number) => named.has(index) }),
  });
  const records = result.perPicture.map((picture, i) => {
    const record = requireRecord(picture, `${name}, "perPicture" ${i + 1}`, check) as typeof picture;
    return withoutIou(record);
  });
  checkCounts(name, result.dataset, records);
  return {
    name,
    plan,
    backend,
    leftOut,
    classes,
    shards,
    outcome: { failed, notes, withoutPicture, timings },
    records,
  };
}

/** The record without the field that the result adds. */
function withoutIou(picture: EvaluationResult['perPicture'][number]): PictureRecord {
  const entries = Object.entries(picture).filter(([name]) => name !== 'iou');
  return Object.fromEntries(entries) as unknown as PictureRecord;
}

function checkCounts(
  name: string,
  { pictures, boxes }: EvaluationResult['dataset'],
  records: readonly PictureRecord[],
): void {
  const counted = { pictures: records.length, boxes: countBoxes(records) };
  for (const [what, count, told] of [
    ['pictures', counted.pictures, pictures],
    ['boxes', counted.boxes, boxes],
  ] as const) {
    if (count === told) continue;
    throw new CamLensError('records-unfit', `${name} states ${told} ${what}, but contains ${count}.`);
  }
}
