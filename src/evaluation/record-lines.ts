/** Records ⇄ NDJSON: one picture per line, each terminated by a line feed, so that an interrupted run can continue. */
import { CamLensError } from '../errors.ts';
import { describeWrong, type Check } from './checks.ts';
import { FoundRecords } from './found-records.ts';
import type { PictureRecord } from './record.ts';
import { recordCheck, type RecordsOf } from './record-checks.ts';

/** A line, with its line feed. Numbers are written in full precision. */
export function writeRecord(record: PictureRecord): string {
  return `${JSON.stringify(record)}\n`;
}

export interface RecordsRead {
  readonly records: readonly PictureRecord[];
  /**
   * Whether the last line is incomplete. It is ignored; a continued run rewrites its records and measures that picture
   * again.
   */
  readonly isCutOff: boolean;
  /** Ids of pictures with the same record more than once; it counts once. Absent if there are none. */
  readonly doubles?: readonly string[];
}

/**
 * Equal records of a picture count once: a run interrupted between writing a record and noting it may have both.
 * @param name of the file, for messages
 * @param known of the run, which every record must match
 * @throws CamLensError `records-unfit` for a line that is not a record of the run, naming it and the field, and for two
 *   contradictory records of one picture, naming both
 */
export function readRecords(text: string, name: string, known: RecordsOf = {}): RecordsRead {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  // A truncated object is never valid JSON: a last line that can be parsed is complete, with its line feed or without.
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
 * Checks that the record can be read again once written: JSON writes NaN and infinity as null.
 * @throws CamLensError `not-finite` naming the field; `internal` for anything else that is not a record
 */
export function checkRecord(record: PictureRecord): void {
  const field = notFinite(record, '');
  if (field !== undefined) {
    throw new CamLensError('not-finite', `${record.id}: ${field} of its record is not a finite number.`);
  }
  const wrong = anyRecord(record);
  if (wrong === undefined) return;
  throw new CamLensError('internal', `${record.id} has no valid record: ${describeWrong(wrong)}.`);
}

const anyRecord = recordCheck();

/** Where a value contains a number that JSON cannot represent; undefined if there is none. */
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
  throw new CamLensError('records-unfit', `${where}${of} is not a record of a picture: ${describeWrong(wrong)}.`);
}

/** undefined if it is not JSON. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
