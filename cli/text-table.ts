import stringWidth from 'string-width';
import { visible } from '../src/visible.ts';
import { wrapWords } from './wrap-words.ts';

/** The result of a benchmark's `run`. */
export interface TextTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

const gap = '  ';

/**
 * Columns are as wide as their widest cell, with numbers right-aligned. A table that is too wide becomes a block per
 * row.
 * @param width in columns. Default: no limit
 */
export function textTable({ title, columns, rows }: TextTable, width = Infinity): string {
  const head = columns.map((cell) => visible(cell));
  const cells = rows.map((row) => row.map((cell) => visible(String(cell))));
  const widths = head.map((_, column) => Math.max(...[head, ...cells].map((row) => stringWidth(row[column] ?? ''))));
  const full = widths.reduce((sum, each) => sum + each, gap.length * (widths.length - 1));
  const lines = full > width ? blocks(head, cells) : aligned([head, ...cells], rows, widths);
  return `${[...wrapWords(visible(title), width), ...lines].join('\n')}\n`;
}

function aligned(
  cells: readonly (readonly string[])[],
  rows: TextTable['rows'],
  widths: readonly number[],
): readonly string[] {
  return cells.map((row, index) =>
    row
      .map((cell, column) => {
        const room = ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(cell)));
        const isNumber = typeof rows[Math.max(0, index - 1)]?.[column] === 'number';
        return isNumber ? `${room}${cell}` : `${cell}${room}`;
      })
      .join(gap)
      .trimEnd(),
  );
}

/** Each row becomes its first cell and, for each other non-empty cell, a line with the name of its column. */
function blocks(head: readonly string[], cells: readonly (readonly string[])[]): readonly string[] {
  const longest = Math.max(...head.slice(1).map((name) => stringWidth(name)));
  return cells.flatMap(([first = '', ...others]) => [
    first,
    ...others.flatMap((cell, i) => {
      const name = head[i + 1] ?? '';
      return cell === '' ? [] : [`    ${name}${' '.repeat(longest - stringWidth(name))}${gap}${cell}`];
    }),
  ]);
}
