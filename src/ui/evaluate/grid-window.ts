/** Which cells of a long grid are in view: only those are in the document. */

import { own } from '../../own.ts';

export interface GridShape {
  readonly count: number;
  readonly columns: number;
  /** Height of a row of cells, with the gap below it, in CSS pixels. */
  readonly rowHeight: number;
}

export interface GridWindow {
  /** Rows of cells in all. */
  readonly rows: number;
  /** Indices of cells, half-open. */
  readonly first: number;
  readonly end: number;
  /** From the top of the grid to the first cell, in CSS pixels. */
  readonly top: number;
  /** Of the whole grid, in CSS pixels. */
  readonly height: number;
}

/** Rows above and below what is in view. */
const spare = 2;

/**
 * @param scrolled from the top, in CSS pixels
 * @param seen height of what is in view, in CSS pixels
 */
export function gridWindow({ count, columns, rowHeight }: GridShape, scrolled: number, seen: number): GridWindow {
  const rows = Math.ceil(count / columns);
  // A grid that became shorter is scrolled to its end.
  const top = Math.max(0, Math.min(scrolled, rows * rowHeight - seen));
  const firstRow = Math.max(0, Math.floor(top / rowHeight) - spare);
  const endRow = Math.min(rows, Math.ceil((top + seen) / rowHeight) + spare);
  return {
    ...{ rows, first: firstRow * columns, end: Math.min(count, endRow * columns) },
    ...{ top: firstRow * rowHeight, height: rows * rowHeight },
  };
}

/** Where a key moves the focus to, as an index of a cell; undefined for other keys. */
export function movedBy(
  key: string,
  at: number,
  { count, columns }: GridShape,
  rowsInView: number,
): number | undefined {
  const page = columns * Math.max(1, rowsInView);
  const steps: Readonly<Partial<Record<string, number>>> = {
    ...{ ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns },
    ...{ PageDown: page, PageUp: -page, Home: -count, End: count },
  };
  const step = own(steps, key);
  return step === undefined ? undefined : Math.max(0, Math.min(count - 1, at + step));
}
