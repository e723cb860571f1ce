/** How each kind of file is made, in the worker that makes the tables. */
import { runAsCsv, runAsJson } from './run-exports.ts';
import type { RunFileKind } from './run-files.ts';
import { runAsReport } from './run-report.ts';
import type { SavedRun } from './saved-run.ts';

type Make = (run: SavedRun, onProgress: (message: string) => void) => Blob | Promise<Blob>;

export const makeRunFile = {
  json: runAsJson,
  csv: runAsCsv,
  report: runAsReport,
} as const satisfies Readonly<Record<RunFileKind, Make>>;
