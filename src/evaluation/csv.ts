/** Tables as CSV (RFC 4180). */

/** null is an empty field. */
export type Cell = string | number | boolean | null;

/** What a spreadsheet interprets as the start of a formula. */
const formula = /^[=+\-@\t\r]/;

/**
 * A text that starts like a formula is prefixed with an apostrophe, which spreadsheets treat as text: picture names are
 * untrusted, and opening a table must run nothing. Numbers are never changed, even if negative; they are written in
 * full, so that reading them gives the same number.
 * @returns lines terminated by CR LF
 */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(cell: Cell): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  const text = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
