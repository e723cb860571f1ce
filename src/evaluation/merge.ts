/** Shards of a run → one list, the same whatever shard a picture was in and whichever came first. */
import { CamLensError } from '../errors.ts';
import type { PictureRecord } from './record.ts';

/**
 * The order of summation: by id, code unit by code unit, the same on every machine. Sums of floating point numbers
 * depend on their order.
 */
export function sortedById(records: readonly PictureRecord[]): PictureRecord[] {
  return records.toSorted((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
}

/** @throws CamLensError `records-unfit` for a picture that appears twice */
export function mergeRecords(shards: readonly (readonly PictureRecord[])[]): PictureRecord[] {
  const merged = sortedById(shards.flat());
  const double = merged.find(({ id }, i) => merged[i + 1]?.id === id);
  if (double !== undefined) {
    throw new CamLensError('records-unfit', `Picture ${double.id} has two records; one was expected.`);
  }
  return merged;
}
