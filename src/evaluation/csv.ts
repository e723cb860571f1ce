/** Tables as CSV (RFC 4180). */

/** null is an empty field. */
export type Cell = string | number | boolean | null;

/** What a spreadsheet takes for the start of a formula. */
const formula = /^[=+\-@\t\r]/;

/**
 * A text that starts like a formula gets an apostrophe in front, which spreadsheets take for "this is text": the names of
 * pictures come from strangers, and a table that is opened must run nothing. Numbers are never changed, negative ones
 * included; they are written in full, so that reading them gives the same number.
 * @returns lines ended by CR LF
 */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(cell: Cell): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  const text = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
