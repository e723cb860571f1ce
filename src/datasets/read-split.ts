/** Which pictures are for choosing the threshold (train) and which for reporting (test). */
import { CamLensError } from '../errors.ts';
import { ById, idOf, nameIn } from './identity.ts';
import { readCsv, type CsvRow } from './read-csv.ts';

export type Split = 'train' | 'test';

/**
 * @param text CSV with a header: `id` (the picture's name or path), `split` (train or test) and, if the id does not
 *   include it, `breed_dir` or `folder`; other columns are ignored
 * @param file its name in messages
 * @returns look pictures up with `match(id)`, because a split file may omit the folder
 * @throws CamLensError `table-unreadable`, naming the line; both lines if two contradict each other
 */
export function readSplit(text: string, file: string): ById<Split> {
  const [head, ...rows] = readCsv(text.replace(/^\uFEFF/, ''), file);
  const { id, split, folder } = columnsOf(head?.fields ?? [], file);
  if (rows.length === 0) throw new CamLensError('table-unreadable', `${file} has a header but lists no pictures.`);
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
  const expected = `${file} should be CSV with a header that contains the columns id and split`;
  for (const [separator, called] of Object.entries(separators)) {
    const others = names.join(',').split(separator);
    if (!others.includes('id') || !others.includes('split')) continue;
    throw new CamLensError('table-unreadable', `${expected}, separated by commas; it is separated by ${called}.`);
  }
  throw new CamLensError('table-unreadable', `${expected}.`);
}

/** A name without a folder may refer to a picture that another line lists with its folder. */
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
    `Rows ${line} and ${again} of ${file} put ${id} in both train and test; one of them was expected.`,
  );
}
