/** Divides pictures into those for choosing and those for reporting. */
import type { PictureRecord } from './record.ts';

export interface Splits {
  /** Thresholds are chosen on these; empty if no picture has a split. */
  readonly train: readonly PictureRecord[];
  /** Everything is reported on these; all pictures if none has a split. */
  readonly test: readonly PictureRecord[];
}

/** If any picture has a split, those without one are left out. */
export function splitRecords(records: readonly PictureRecord[]): Splits {
  if (records.every(({ split }) => split === undefined)) return { train: [], test: records };
  return {
    train: records.filter(({ split }) => split === 'train'),
    test: records.filter(({ split }) => split === 'test'),
  };
}
