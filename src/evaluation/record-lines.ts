/** Records ⇄ NDJSON: one picture a line, each ended by a line feed, so that a run can be cut off and go on. */
import { CamLensError } from '../errors.ts';
import type { PictureRecord } from './record.ts';

/** A line, with its line feed. Numbers are written so that reading them gives the same ones. */
export function writeRecord(record: PictureRecord): string {
  return `${JSON.stringify(record)}\n`;
}

export interface RecordsRead {
  readonly records: readonly PictureRecord[];
  /**
   * Whether the last line was begun and not ended. It is left out; a run that goes on writes the records it has anew, and
   * does that picture again.
   */
  readonly isCutOff: boolean;
}

/**
 * @param name of the file, for messages
 * @throws CamLensError `records-unfit` for a line that is no record
 */
export function readRecords(text: string, name: string): RecordsRead {
  const lines = text.split('\n');
  // No beginning of an object is an object: a last line that can be read is whole, with its line feed or without.
  const last = lines.at(-1)?.trim() ?? '';
  const isCutOff = last !== '' && parsed(last) === undefined;
  if (isCutOff) lines.pop();
  const records = lines.flatMap((line, i) => (line.trim() === '' ? [] : [readRecord(line, `${name}, line ${i + 1}`)]));
  return { records, isCutOff };
}

/**
 * Whether the record can be read again once it is written: JSON has no NaN and no infinity, and says null.
 * @throws CamLensError `not-finite` naming the field; `internal` for anything else that is no record
 */
export function checkRecord(record: PictureRecord): void {
  const field = notFinite(record, '');
  if (field !== undefined) {
    throw new CamLensError('not-finite', `${record.id}: ${field} of its record is no finite number.`);
  }
  const wrong = firstWrong(recordFields, record);
  if (wrong !== undefined) throw new CamLensError('internal', `${record.id} has no record that can be read: ${wrong}.`);
}

/** Where in a value there is a number that JSON does not have; undefined where there is none. */
function notFinite(value: unknown, where: string): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : where;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, entry] of Object.entries(value)) {
    const found = notFinite(entry, where === '' ? key : `${where}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readRecord(line: string, where: string): PictureRecord {
  const value = parsed(line);
  if (value === undefined) {
    throw new CamLensError('records-unfit', `${where} is not JSON; a record of one picture was expected.`);
  }
  const wrong = firstWrong(recordFields, value);
  if (wrong !== undefined) throw new CamLensError('records-unfit', `${where} is no record of a picture: ${wrong}.`);
  return value as PictureRecord;
}

/** undefined for what is no JSON. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

type Check = (value: unknown) => boolean;

/** A field, the check it must pass, and what that expects; a field with `?` may be missing. */
type Fields = Readonly<Record<string, readonly [check: Check, expected: string]>>;

const isNumber: Check = (value) => Number.isFinite(value);
const isWhole =
  (least: number): Check =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least;
const isText: Check = (value) => typeof value === 'string' && value !== '';
const isBoolean: Check = (value) => typeof value === 'boolean';
const isList =
  (each: Check, least = 0): Check =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.every(each);
const isTuple =
  (length: number): Check =>
  (value) =>
    isList(isNumber, length)(value) && (value as unknown[]).length === length;
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTable =
  (each: Check, keys?: readonly string[]): Check =>
  (value) =>
    isObject(value) && Object.entries(value).every(([key, entry]) => (keys?.includes(key) ?? true) && each(entry));
const fits =
  (fields: Fields): Check =>
  (value) =>
    firstWrong(fields, value) === undefined;

const isLevel: Check = (value) =>
  Array.isArray(value) && value.length === 2 && isText(value[0]) && (value[1] === null || isNumber(value[1]));

const hitFields: Fields = {
  largest: [isList(isWhole(0)), 'runs of levels'],
  any: [isList(isList(isWhole(0))), 'lists of runs of levels'],
};

const explanationFields: Fields = {
  ious: [isList(isNumber, 1), 'numbers'],
  box: [(value) => value === null || isTuple(4)(value), 'four numbers or null'],
  empty: [isBoolean, 'true or false'],
  minimum: [isNumber, 'a number'],
  maximum: [isNumber, 'a number'],
  'wsol?': [fits(hitFields), 'levels that hit'],
  'pointing?': [isBoolean, 'true or false'],
  'energy?': [isNumber, 'a number'],
  'deletion?': [isNumber, 'a number'],
  'deletionCurve?': [isList(isNumber, 2), 'two numbers or more'],
  'insertion?': [isNumber, 'a number'],
  'insertionCurve?': [isList(isNumber, 2), 'two numbers or more'],
  'confidence?': [isTuple(2), 'two numbers'],
  'randomisation?': [isList(isLevel), 'levels, each with a number or null'],
};

const recordFields: Fields = {
  id: [isText, 'a name'],
  'path?': [isText, 'a path'],
  width: [isWhole(1), 'a number of pixels'],
  height: [isWhole(1), 'a number of pixels'],
  'split?': [(value) => value === 'train' || value === 'test', 'train or test'],
  class: [isWhole(0), 'a class index'],
  predicted: [isWhole(0), 'a class index'],
  rank: [isWhole(1), 'a rank from 1'],
  boxes: [isList(isTuple(4), 1), 'one box of four numbers or more'],
  explanations: [
    isTable(isTable(isTable(fits(explanationFields), ['true', 'predicted']))),
    'explanations by method, layer and class source',
  ],
};

function firstWrong(fields: Fields, value: unknown): string | undefined {
  if (!isObject(value)) return 'an object was expected';
  for (const [key, [check, expected]] of Object.entries(fields)) {
    const name = key.replace('?', '');
    if (value[name] === undefined ? key.endsWith('?') : check(value[name])) continue;
    return `"${name}" should be ${expected}`;
  }
  return undefined;
}
