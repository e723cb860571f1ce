/** The data of a run that is being saved. */
import type { NamedFile } from '../../datasets/folder-source.ts';
import type { JudgedProblems } from '../../datasets/problems.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import type { Summary } from '../../evaluation/summary.ts';
import type { RunHead } from '../../runs/kept-run.ts';

export interface SavedRun {
  readonly head: RunHead;
  readonly summary: Summary;
  readonly records: readonly PictureRecord[];
  /** Null if unknown, as for a run of an earlier visit. */
  readonly problems: JudgedProblems | null;
  /** The files given in this visit that are needed; without them, a report shows no pictures. */
  readonly files: readonly NamedFile[];
}
