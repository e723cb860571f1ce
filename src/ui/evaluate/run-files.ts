/** The kinds of files that a run can be saved as. */
import type { NamedFile } from '../../datasets/folder-source.ts';
import { isAnnotation, isPicture } from '../../datasets/kinds.ts';
import { ById, idOf } from '../../datasets/identity.ts';

interface RunFile {
  readonly name: string;
  /** Text of the button. */
  readonly title: string;
}

export const runFiles = {
  json: { name: 'cam-lens-evaluation.json', title: 'Save as JSON' },
  csv: { name: 'cam-lens-evaluation.csv', title: 'Save as CSV' },
  report: { name: 'cam-lens-report.html', title: 'Save a report' },
} as const satisfies Readonly<Record<string, RunFile>>;

export type RunFileKind = keyof typeof runFiles;

/**
 * The files that may contain one of these pictures, so that a large folder is not sent to a worker for a few pictures.
 */
export function filesWith(ids: readonly string[], files: readonly NamedFile[]): readonly NamedFile[] {
  const wanted = new ById<true>();
  for (const id of ids) wanted.set(id, true);
  return files.filter(({ path }) =>
    isPicture(path) ? wanted.match(idOf(path)) !== undefined : !path.includes('/') || !isAnnotation(path),
  );
}
