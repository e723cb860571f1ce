/** Chosen pictures of a run as files to save. */
import { csv } from '../../evaluation/csv.ts';
import { recordTable } from '../../evaluation/record-table.ts';
import { choiceOf, type RunHead } from '../../runs/kept-run.ts';
import type { PictureRow } from './picture-rows.ts';

interface SelectionContext {
  readonly head: RunHead;
  readonly all: readonly PictureRow[];
}

interface SelectionFile {
  readonly name: string;
  /** What a button says. */
  readonly title: string;
  readonly make: (chosen: readonly PictureRow[], context: SelectionContext) => Blob;
}

export const selectionFiles = {
  list: {
    name: 'cam-lens-pictures.txt',
    title: 'Save the list',
    // As `cam-lens explain --list` reads it.
    make: (chosen) => text(chosen.map(({ record }) => `${record.path ?? record.id}\n`).join('')),
  },
  csv: {
    name: 'cam-lens-pictures.csv',
    title: 'Save as CSV',
    make: (chosen, { head }) =>
      text(
        csv(
          recordTable(
            chosen.map(({ record }) => record),
            choiceOf(head.settings).thresholds,
          ),
        ),
      ),
  },
  split: {
    name: 'cam-lens-split.csv',
    title: 'Save as a split',
    // As `cam-lens evaluate --split` reads it: τ is chosen on the others, and reported on these.
    make: (chosen, { all }) => {
      const ids = new Set(chosen.map(({ record }) => record.id));
      const rows = all.map(({ record: { id } }) => [id, ids.has(id) ? 'test' : 'train']);
      return text(csv([['id', 'split'], ...rows]));
    },
  },
} as const satisfies Readonly<Record<string, SelectionFile>>;

export type SelectionFileKind = keyof typeof selectionFiles;

function text(content: string): Blob {
  return new Blob([content], { type: 'text/plain' });
}
