import type { KernelShape } from '../../pipeline/engine/wgsl-layout.ts';

/** `32 × 4, 16 rows each`. */
export function shapeInWords({
  group_columns: columns = 1,
  group_rows: rows = 1,
  rows_each: each,
}: KernelShape): string {
  return `${columns} × ${rows}${each === undefined ? '' : `, ${each} rows each`}`;
}
