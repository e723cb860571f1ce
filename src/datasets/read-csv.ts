/** CSV → rows of fields, as in RFC 4180: a quoted field may contain commas, line breaks and doubled quotes. */
import { CamLensError } from '../errors.ts';

export interface CsvRow {
  readonly fields: readonly string[];
  /** Where it starts, from 1. */
  readonly line: number;
}

/** A quoted field, closed or not; or a plain one; and what ends it. */
const field = /"((?:[^"]|"")*)("?)([^,\r\n]*)(,|\r?\n|\r|$)|([^,\r\n]*)(,|\r?\n|\r|$)/y;

/**
 * Empty lines are skipped.
 * @param file its name in messages
 * @throws CamLensError `table-unreadable` for quotes that are not closed, or closed before the field ends
 */
export function readCsv(text: string, file: string): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  let fields: string[] = [];
  let [line, rowLine] = [1, 1];
  for (let at = 0; at < text.length || fields.length > 0;) {
    field.lastIndex = at;
    const [whole = '', quoted, quote, behind, quotedEnd, plain, plainEnd] = field.exec(text) ?? [];
    if (quoted !== undefined && quote === '') refuse(file, line, 'a quote is not closed');
    if (quoted !== undefined && behind !== '') refuse(file, line, 'a quote is closed before the field ends');
    fields.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    line += whole.match(/\r\n?|\n/g)?.length ?? 0;
    at += whole.length;
    if ((quotedEnd ?? plainEnd) === ',') continue;
    if (fields.length > 1 || fields[0] !== '') rows.push({ fields, line: rowLine });
    [fields, rowLine] = [[], line];
  }
  return rows;
}

function refuse(file: string, line: number, trouble: string): never {
  throw new CamLensError('table-unreadable', `Line ${line} of ${file} is not valid CSV: ${trouble}.`);
}
