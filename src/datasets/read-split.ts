/** Which pictures are for choosing (train) and which for reporting (test). */
import { CamLensError } from '../errors.ts';
import { ById, idOf, nameIn } from './identity.ts';
import { readCsv, type CsvRow } from './read-csv.ts';

export type Split = 'train' | 'test';

/**
 * @param text CSV with a line of column names: `id` (the picture's name or path), `split` (train or test) and, where the
 * id does not say it, `breed_dir` or `folder`; other columns do not matter
 * @param file what messages call it
 * @returns ask it by `match(id)`, as a split file may leave the folder out
 * @throws CamLensError `table-unreadable`, naming the line; both lines where two contradict each other
 */
export function readSplit(text: string, file: string): ById<Split> {
  const [head, ...rows] = readCsv(text.replace(/^\uFEFF/, ''), file);
  const { id, split, folder } = columnsOf(head?.fields ?? [], file);
  if (rows.length === 0) throw new CamLensError('table-unreadable', `${file} names columns, but no picture.`);
  const splits = new ById<Split>();
  const lines = new Map<string, number>();
  for (const { fields, line } of rows) {
    const value = fields[split];
    const name = fields[id] ?? '';
    if ((value !== 'train' && value !== 'test') || name === '') {
      const found = JSON.stringify(value ?? '');
      throw new CamLensError(
        'table-unreadable',
        `Row ${line} of ${file} has the split ${found}; an id and train or test were expected.`,
      );
    }
    const key = idOf([fields[folder], name].filter(Boolean).join('/'));
    if ((splits.get(key) ?? value) !== value) throw contradiction(file, key, lines.get(key)!, line);
    if (!splits.has(key)) lines.set(key, line);
    splits.set(key, value);
  }
  checkNames(splits, lines, file);
  return splits;
}

const separators = { ';': 'semicolons', '\t': 'tabs', '|': 'bars' } as const;

function columnsOf(names: CsvRow['fields'], file: string): Readonly<Record<'id' | 'split' | 'folder', number>> {
  const column = (name: string): number => names.indexOf(name);
  const twice = names.find((name, i) => ['id', 'split'].includes(name) && column(name) !== i);
  if (twice !== undefined) throw new CamLensError('table-unreadable', `${file} has two columns named ${twice}.`);
  if (column('id') >= 0 && column('split') >= 0) {
    return { id: column('id'), split: column('split'), folder: Math.max(column('breed_dir'), column('folder')) };
  }
  const expected = `${file} should be CSV whose first line names the columns id and split`;
  for (const [separator, called] of Object.entries(separators)) {
    const others = names.join(',').split(separator);
    if (!others.includes('id') || !others.includes('split')) continue;
    throw new CamLensError('table-unreadable', `${expected}, with commas between; it has ${called}.`);
  }
  throw new CamLensError('table-unreadable', `${expected}.`);
}

/** A name without its folder may mean a picture that another line names with it. */
function checkNames(splits: ById<Split>, lines: ReadonlyMap<string, number>, file: string): void {
  for (const [id, split] of splits) {
    const name = nameIn(id);
    if (name === id || (splits.get(name) ?? split) === split) continue;
    throw contradiction(file, id, ...([lines.get(name)!, lines.get(id)!].sort((a, b) => a - b) as [number, number]));
  }
}

function contradiction(file: string, id: string, line: number, again: number): CamLensError {
  return new CamLensError(
    'table-unreadable',
    `Rows ${line} and ${again} of ${file} put ${id} into train and into test; one of them was expected.`,
  );
}
