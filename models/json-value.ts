/** Readers of parsed JSON. Each returns the value with its type, or throws `model-damaged` naming the invalid field. */
import { CamLensError } from '../src/errors.ts';

export type JsonRecord = Readonly<Record<string, unknown>>;

function damaged(what: string, wanted: string): CamLensError {
  return new CamLensError('model-damaged', `${what} should be ${wanted}.`);
}

export function asRecord(value: unknown, what: string): JsonRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged(what, 'an object');
  return value as JsonRecord;
}

export function asList(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw damaged(what, 'a list');
  return value as readonly unknown[];
}

export function asText(value: unknown, what: string): string {
  if (typeof value !== 'string') throw damaged(what, 'a string');
  return value;
}

/** An integer, 0 or more: a size, stride or index. */
export function asCount(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw damaged(what, 'a whole number');
  return value;
}
