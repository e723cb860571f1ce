/** All that is known of a run when it is saved. */
import type { NamedFile } from '../../datasets/folder-source.ts';
import type { JudgedProblems } from '../../datasets/problems.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import type { Summary } from '../../evaluation/summary.ts';
import type { RunHead } from '../../runs/kept-run.ts';

export interface SavedRun {
  readonly head: RunHead;
  readonly summary: Summary;
  readonly records: readonly PictureRecord[];
  /** null where they are not known, as of a run of an earlier visit. */
  readonly problems: JudgedProblems | null;
  /** What was given on this visit, as far as it is needed; without, a report shows no pictures. */
  readonly files: readonly NamedFile[];
}
