/** A run kept in the origin private file system: nothing is uploaded, no permission is asked for, a reload keeps it. */
import { CamLensError } from '../errors.ts';
import { writeRecord } from '../evaluation/record-lines.ts';
import type { Answer } from '../pipeline/worker/protocol.ts';
import { WatchedWorker } from '../pipeline/worker/watched-worker.ts';
import { readKeptRun, writeHead, type RunStore } from './kept-run.ts';

/** The worker's side. No call rejects. */
export interface RunFileWorker {
  /** '' where there is no file. */
  read(): Promise<Answer<string>>;
  begin(text: string): Promise<Answer<void>>;
  /** Opens the file and cuts off what was not written whole. */
  resume(): Promise<Answer<void>>;
  append(text: string): Promise<Answer<void>>;
  close(): Promise<Answer<void>>;
  remove(): Promise<Answer<void>>;
}

/** Undefined where the browser has no such file system: outside secure contexts, and in some private windows. */
export async function createRunFile(): Promise<(RunStore & { destroy(): void }) | undefined> {
  try {
    await navigator.storage.getDirectory();
  } catch {
    return undefined;
  }
  const worker = new Worker(new URL('./run-file-worker.ts', import.meta.url), {
    type: 'module',
    name: 'cam-lens file',
  });
  const watched = new WatchedWorker<RunFileWorker>(worker, { called: 'The worker that keeps the run' });
  const { calls } = watched;
  return {
    read: async () => readKeptRun(await watched.settle(calls.read())),
    begin: (head) => watched.settle(calls.begin(writeHead(head))),
    resume: () => watched.settle(calls.resume()),
    append: (record) => watched.settle(calls.append(writeRecord(record))),
    close: () => watched.settle(calls.close()),
    remove: () => watched.settle(calls.remove()),
    destroy: () => watched.end(new CamLensError('ended', 'The run is kept no longer.')),
  };
}
