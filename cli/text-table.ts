import { visible } from '../src/visible.ts';

/** What a benchmark's `run` returns. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Columns as wide as their widest cell; numbers to the right. */
export function textTable({ title, columns, rows }: Table): string {
  const cells = [columns, ...rows].map((row) => row.map((cell) => visible(String(cell))));
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row, index) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        const isNumber = typeof rows[Math.max(0, index - 1)]?.[column] === 'number';
        return isNumber ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return `${visible(title)}\n${lines.join('\n')}\n`;
}
