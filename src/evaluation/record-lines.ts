/** Records ⇄ NDJSON: one picture a line, each ended by a line feed, so that a run can be cut off and go on. */
import { CamLensError } from '../errors.ts';
import { describeWrong, type Check } from './checks.ts';
import { FoundRecords } from './found-records.ts';
import type { PictureRecord } from './record.ts';
import { recordCheck, type RecordsOf } from './record-checks.ts';

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
  /** Ids of pictures that had the same record more than once; it counts once. Left out where there is none. */
  readonly doubles?: readonly string[];
}

/**
 * Two records of one picture are one where they are equal: a run that was cut off between writing and knowing may have both.
 * @param name of the file, for messages
 * @param known of the run, which every record must fit
 * @throws CamLensError `records-unfit` for a line that is no record of the run, naming it and the field, and for two that
 * say different things of one picture, naming both
 */
export function readRecords(text: string, name: string, known: RecordsOf = {}): RecordsRead {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  // No beginning of an object is an object: a last line that can be read is whole, with its line feed or without.
  const last = lines.at(-1)?.trim() ?? '';
  const isCutOff = last !== '' && parsed(last) === undefined;
  if (isCutOff) lines.pop();
  const check = recordCheck(known);
  const found = new FoundRecords();
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const where = `${name}, line ${i + 1}`;
    found.add(readRecord(line, where, check), where);
  }
  const { records, doubles } = found;
  return { records, isCutOff, ...(doubles.length === 0 ? {} : { doubles }) };
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
  const wrong = anyRecord(record);
  if (wrong === undefined) return;
  throw new CamLensError('internal', `${record.id} has no record that can be read: ${describeWrong(wrong)}.`);
}

const anyRecord = recordCheck();

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

function readRecord(line: string, where: string, check: Check): PictureRecord {
  const value = parsed(line);
  if (value === undefined) {
    throw new CamLensError('records-unfit', `${where} is not JSON; a record of one picture was expected.`);
  }
  return requireRecord(value, where, check);
}

/** @throws CamLensError `records-unfit` */
export function requireRecord(value: unknown, where: string, check: Check): PictureRecord {
  const wrong = check(value);
  if (wrong === undefined) return value as PictureRecord;
  const { id } = (value ?? {}) as { readonly id?: unknown };
  const of = typeof id === 'string' && id !== '' ? ` (${id})` : '';
  throw new CamLensError('records-unfit', `${where}${of} is no record of a picture: ${describeWrong(wrong)}.`);
}

/** undefined for what is no JSON. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
