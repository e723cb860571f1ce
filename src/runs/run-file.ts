/** A run kept in the origin private file system: nothing is uploaded, no permission is asked for, a reload keeps it. */
import { wrap } from 'comlink';
import { writeRecord } from '../evaluation/record-lines.ts';
import { unwrap, type Answer } from '../pipeline/protocol.ts';
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
  const file = wrap<RunFileWorker>(worker);
  return {
    read: async () => readKeptRun(unwrap(await file.read())),
    begin: async (head) => unwrap(await file.begin(writeHead(head))),
    resume: async () => unwrap(await file.resume()),
    append: async (record) => unwrap(await file.append(writeRecord(record))),
    close: async () => unwrap(await file.close()),
    remove: async () => unwrap(await file.remove()),
    destroy: () => worker.terminate(),
  };
}
