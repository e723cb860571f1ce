/** Which pictures are for choosing (train) and which for reporting (test). */
import { CamLensError } from '../errors.ts';
import { ById, idOf } from './identity.ts';

export type Split = 'train' | 'test';

/**
 * @param text CSV with a line of column names: `id` (the picture's name or path), `split` (train or test) and, where the
 * id does not say it, `breed_dir` or `folder`; other columns do not matter
 * @param file what messages call it
 * @returns ask it by `match(id)`, as a split file may leave the folder out
 * @throws CamLensError `table-unreadable`, naming the line
 */
export function readSplit(text: string, file: string): ById<Split> {
  const [names, ...rows] = readCsv(text.replace(/^\uFEFF/, ''));
  const column = (name: string): number => names?.indexOf(name) ?? -1;
  const [id, split, folder] = [column('id'), column('split'), Math.max(column('breed_dir'), column('folder'))];
  if (id < 0 || split < 0) {
    throw new CamLensError(
      'table-unreadable',
      `${file} should be CSV whose first line names the columns id and split.`,
    );
  }
  const splits = new ById<Split>();
  for (const [i, row] of rows.entries()) {
    const value = row[split];
    const name = row[id] ?? '';
    if ((value !== 'train' && value !== 'test') || name === '') {
      const found = JSON.stringify(value ?? '');
      throw new CamLensError(
        'table-unreadable',
        `Row ${i + 2} of ${file} has the split ${found}; an id and train or test were expected.`,
      );
    }
    splits.set(idOf([row[folder], name].filter(Boolean).join('/')), value);
  }
  return splits;
}

/** Rows of fields as in RFC 4180: a field in quotes may hold commas, line breaks and doubled quotes. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|\r|$)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}
