/** A run kept in the origin private file system: nothing is uploaded, no permission is asked for, a reload keeps it. */
import { CamLensError } from '../errors.ts';
import { writeRecord } from '../evaluation/record-lines.ts';
import { WorkerHandle } from '../pipeline/worker/worker-handle.ts';
import { readKeptRun, writeHead, type RunStore } from './kept-run.ts';

/** The worker's side. */
export interface RunFileWorker {
  /** '' where there is no file. */
  read(): Promise<string>;
  begin(text: string): Promise<void>;
  /** Opens the file and cuts off what was not written whole. */
  resume(): Promise<void>;
  append(text: string): Promise<void>;
  close(): Promise<void>;
  remove(): Promise<void>;
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
  const handle = new WorkerHandle<RunFileWorker>(worker, { called: 'The worker that keeps the run' });
  const { calls } = handle;
  return {
    read: async () => readKeptRun(await calls.read()),
    begin: (head) => calls.begin(writeHead(head)),
    resume: () => calls.resume(),
    append: (record) => calls.append(writeRecord(record)),
    close: () => calls.close(),
    remove: () => calls.remove(),
    destroy: () => handle.end(new CamLensError('ended', 'The run is kept no longer.')),
  };
}
