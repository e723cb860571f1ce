/** A pool that waits while a run is paused, and tells how many pictures it is measuring. */
import type { PictureRecord } from '../../evaluation/record.ts';
import type { Pool } from '../../runs/pool.ts';
import type { RunPool } from './evaluation-means.ts';

/**
 * @param pass waits until the run may go on
 * @param onBusy receives +1 for a picture that begins, −1 for one that ends
 * @param onMeasured is awaited before the record is returned
 */
export function gatedPool(
  pool: RunPool,
  pass: () => Promise<void>,
  onBusy: (change: 1 | -1) => void,
  onMeasured: (record: PictureRecord, file: Blob) => Promise<void>,
): Pick<Pool, 'measure' | 'capacity'> {
  return {
    capacity: pool.capacity,
    measure: async (file, truth, choice) => {
      await pass();
      onBusy(1);
      try {
        const record = await pool.measure(file, truth, choice);
        await onMeasured(record, file);
        return record;
      } finally {
        onBusy(-1);
      }
    },
  };
}
