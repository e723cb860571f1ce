/** A part of an evaluation as a file has it, its result or its records: nothing in it is believed before it is checked. */
import { statSync } from 'node:fs';
import { CamLensError } from '../src/errors.ts';
import { describeWrong } from '../src/evaluation/checks.ts';
import { recordCheck } from '../src/evaluation/record-checks.ts';
import { requireRecord, readRecords } from '../src/evaluation/record-lines.ts';
import type { PictureRecord } from '../src/evaluation/record.ts';
import type { Shard } from '../src/runs/shard.ts';
import type { ClassNames, EvaluationResult } from './evaluation-result.ts';
import { resultCheck } from './run-checks.ts';
import { isRecordsFile, sheetFileOf } from './run-files.ts';
import { readSheet, recordsOf, type RunOutcome, type RunPlan, type RunSheet } from './run-sheet.ts';
import { readJson, readText } from './text-file.ts';

export interface Part {
  /** Of the file. */
  readonly name: string;
  readonly plan: RunPlan;
  readonly backend: RunSheet['backend'];
  readonly classes: ClassNames;
  /** What it is of the whole; none where it is all of it. */
  readonly shards: readonly Shard[];
  readonly outcome: RunOutcome;
  readonly records: readonly PictureRecord[];
}

/** @throws CamLensError `records-unfit`, naming the file, the line or picture, and the field */
export function readPart(file: string): Part {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) {
    throw new CamLensError('records-unfit', `${file} is not there; a result or the records of a run were expected.`);
  }
  return isRecordsFile(file) ? partOfRecords(file) : partOfResult(file);
}

function partOfRecords(name: string): Part {
  const sheet = readSheet(sheetFileOf(name));
  const { plan, backend, classes = [], shard, outcome } = sheet;
  if (outcome === null) {
    throw new CamLensError('records-unfit', `${name} is of a run that was cut off; --resume finishes it.`);
  }
  const text = readText('records-unfit', name, 'the records of a run');
  const { records, isCutOff } = readRecords(text, name, recordsOf(sheet));
  if (isCutOff) {
    throw new CamLensError(
      'records-unfit',
      `The last line of ${name} breaks off; --resume measures its picture again.`,
    );
  }
  return { name, plan, backend, classes, shards: shard === null ? [] : [shard], outcome, records };
}

function partOfResult(name: string): Part {
  const found = readJson('records-unfit', name, 'the result of an evaluation');
  const wrong = resultCheck(found);
  if (wrong !== undefined) {
    throw new CamLensError('records-unfit', `${name} is no result of an evaluation: ${describeWrong(wrong)}.`);
  }
  // Results of earlier versions name no classes.
  const result = found as Omit<EvaluationResult, 'classes'> & Partial<Pick<EvaluationResult, 'classes'>>;
  const { plan, backend, classes = {}, shards = [], failed, notes, withoutPicture, timings } = result;
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
  return { name, plan, backend, classes, shards, outcome: { failed, notes, withoutPicture, timings }, records };
}

/** What the result adds to the record. */
function withoutIou(picture: EvaluationResult['perPicture'][number]): PictureRecord {
  const entries = Object.entries(picture).filter(([name]) => name !== 'iou');
  return Object.fromEntries(entries) as unknown as PictureRecord;
}

function checkCounts(
  name: string,
  { pictures, boxes }: EvaluationResult['dataset'],
  records: readonly PictureRecord[],
): void {
  const counted = { pictures: records.length, boxes: records.reduce((sum, record) => sum + record.boxes.length, 0) };
  for (const [what, count, told] of [
    ['pictures', counted.pictures, pictures],
    ['boxes', counted.boxes, boxes],
  ] as const) {
    if (count === told) continue;
    throw new CamLensError('records-unfit', `${name} says that it has ${told} ${what}, but ${count} are in it.`);
  }
}
