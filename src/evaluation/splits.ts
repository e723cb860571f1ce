/** Which pictures choose, and which are reported. */
import type { PictureRecord } from './record.ts';

export interface Splits {
  /** On which thresholds are chosen; none where no picture has a split. */
  readonly train: readonly PictureRecord[];
  /** On which everything is reported; all pictures where none has a split. */
  readonly test: readonly PictureRecord[];
}

/** Where any picture has a split, those without one are left out. */
export function splitRecords(records: readonly PictureRecord[]): Splits {
  if (records.every(({ split }) => split === undefined)) return { train: [], test: records };
  return {
    train: records.filter(({ split }) => split === 'train'),
    test: records.filter(({ split }) => split === 'test'),
  };
}
