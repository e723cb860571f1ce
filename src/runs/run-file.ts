/**
 * A run kept in the origin private file system: nothing is uploaded, no permission is needed, and it survives a reload.
 */
import { CamLensError } from '../errors.ts';
import { writeRecord } from '../evaluation/record-lines.ts';
import { WorkerHandle } from '../pipeline/worker/worker-handle.ts';
import { readKeptRun, writeHead, type RunStore } from './kept-run.ts';

/** The calls to the worker that writes the file. */
export interface RunFileWorker {
  /** The content; '' if there is no file. */
  read(): Promise<string>;
  begin(text: string): Promise<void>;
  /** Opens the file and removes an incomplete last line. */
  resume(): Promise<void>;
  append(text: string): Promise<void>;
  close(): Promise<void>;
  remove(): Promise<void>;
}

/** Undefined if the browser has no such file system: outside secure contexts, and in some private windows. */
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
  const ended = new CamLensError('ended', 'The run is no longer stored.');
  return { ...keptBy(handle.calls), destroy: () => handle.end(ended) };
}

export function keptBy(file: RunFileWorker): RunStore {
  return {
    read: async () => readKeptRun(await file.read()),
    begin: (head) => file.begin(writeHead(head)),
    resume: () => file.resume(),
    append: (record) => file.append(writeRecord(record)),
    close: () => file.close(),
    remove: () => file.remove(),
  };
}
