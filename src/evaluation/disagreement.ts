/** The pictures on which two explanations differ most. */
import type { Column } from './class-table.ts';
import { explanationOf, type PictureRecord } from './record.ts';

export interface Disagreement {
  readonly id: string;
  /** IoU of each. */
  readonly a: number;
  readonly b: number;
  /** a − b. */
  readonly difference: number;
}

/** Pictures that have both, the largest |a − b| first; equal ones by id. */
export function disagreements(records: readonly PictureRecord[], a: Column, b: Column): Disagreement[] {
  const iouOf = (record: PictureRecord, column: Column): number | undefined =>
    explanationOf(record, column)?.ious?.[column.threshold];
  return records
    .flatMap((record) => {
      const [first, second] = [iouOf(record, a), iouOf(record, b)];
      if (first === undefined || second === undefined) return [];
      return [{ id: record.id, a: first, b: second, difference: first - second }];
    })
    .sort((p, q) => Math.abs(q.difference) - Math.abs(p.difference) || (p.id < q.id ? -1 : Number(p.id > q.id)));
}
