/** Records found in files, one for each picture. */
import { CamLensError } from '../errors.ts';
import { own } from '../own.ts';
import type { PictureRecord } from './record.ts';

interface Found {
  readonly record: PictureRecord;
  readonly where: string;
}

export class FoundRecords {
  readonly #byId = new Map<string, Found>();
  readonly #doubles = new Map<string, readonly [where: string, again: string]>();

  /** In the order found. */
  get records(): readonly PictureRecord[] {
    return [...this.#byId.values()].map(({ record }) => record);
  }

  /** Ids of pictures with several identical records. */
  get doubles(): readonly string[] {
    return [...this.#doubles.keys()];
  }

  /** The two locations of a duplicate. */
  placesOf(id: string): readonly [where: string, again: string] | undefined {
    return this.#doubles.get(id);
  }

  /**
   * @param where file and line, for messages
   * @throws CamLensError `records-unfit` for a different record of the same picture, naming both locations
   */
  add(record: PictureRecord, where: string): void {
    const known = this.#byId.get(record.id);
    if (known === undefined) {
      this.#byId.set(record.id, { record, where });
      return;
    }
    if (!isSame(known.record, record)) {
      throw new CamLensError(
        'records-unfit',
        `Picture ${record.id} has two records that differ: ${known.where}, and ${where}; one was expected.`,
      );
    }
    this.#doubles.set(record.id, [known.where, where]);
  }
}

/** Ignoring the order of their fields. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [names, others] = [Object.keys(a), Object.keys(b)];
  if (names.length !== others.length) return false;
  const [one, other] = [a, b] as [Record<string, unknown>, Record<string, unknown>];
  return names.every((name) => Object.hasOwn(other, name) && isSame(own(one, name), own(other, name)));
}
