import { describe, expect, it } from 'vitest';
import { readSplit } from '../../../src/datasets/read-split.ts';
import { PictureRows } from '../../../src/ui/evaluate/picture-rows.ts';
import { selectionFiles } from '../../../src/ui/evaluate/selection-files.ts';
import { head, recordOf } from './support/rows.ts';

const rows = new PictureRows(head);
rows.take([recordOf('b', [0.5, 0.75]), recordOf('a', [0.25, 0.25]), recordOf('c', [0.5, 0.5])]);
const chosen = rows.rows.slice(0, 2);
const made = (kind: keyof typeof selectionFiles) => selectionFiles[kind].make(chosen, { head, all: rows.rows }).text();

describe('chosen pictures', () => {
  it('are saved as a list of paths', async () => expect(await made('list')).toBe('set/a.jpg\nset/b.jpg\n'));

  it('are saved as the table of their records', async () => {
    const lines = (await made('csv')).trim().split('\r\n');
    expect(lines[0]).toMatch(/^id,path,split,width,height,class,.*,iou@0\.15,/);
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(['a', 'a', 'b', 'b']);
  });

  it('are saved as a split in which they are the test pictures', async () => {
    const split = readSplit(await made('split'), 'split.csv');
    expect(['a', 'b', 'c'].map((id) => split.get(id))).toEqual(['test', 'test', 'train']);
  });
});
