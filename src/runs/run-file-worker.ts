/** Writes the kept run: only a worker may write to a file of the origin's own file system in place. */
import { serve } from '../pipeline/worker/serve.ts';
import { CamLensError } from '../errors.ts';
import type { RunFileWorker } from './run-file.ts';

/** FileSystemSyncAccessHandle, which only the types for workers know. */
interface SyncFile {
  getSize(): number;
  read(bytes: Uint8Array, options: { at: number }): number;
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

type SyncFileHandle = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncFile> };

const fileName = 'cam-lens-run.ndjson';
const lineFeed = 10;

let opened: SyncFile | undefined;

const runFile: RunFileWorker = {
  async read() {
    const folder = await navigator.storage.getDirectory();
    try {
      return await (await (await folder.getFileHandle(fileName)).getFile()).text();
    } catch (error) {
      if (isNamed(error, 'NotFoundError')) return '';
      throw error;
    }
  },

  async begin(text) {
    const handle = await open();
    handle.truncate(0);
    append(handle, text);
  },

  async resume() {
    const handle = await open();
    handle.truncate(wholeLines(handle));
  },

  append: async (text) => append(await open(), text),

  close: async () => close(),

  async remove() {
    close();
    const folder = await navigator.storage.getDirectory();
    try {
      await folder.removeEntry(fileName);
    } catch (error) {
      if (isNamed(error, 'NotFoundError')) return;
      throw isNamed(error, 'NoModificationAllowedError') ? elsewhere() : error;
    }
  },
};

async function open(): Promise<SyncFile> {
  if (opened !== undefined) return opened;
  const folder = await navigator.storage.getDirectory();
  const file = (await folder.getFileHandle(fileName, { create: true })) as SyncFileHandle;
  try {
    opened = await file.createSyncAccessHandle();
    return opened;
  } catch (error) {
    throw isNamed(error, 'NoModificationAllowedError') ? elsewhere() : error;
  }
}

function append(handle: SyncFile, text: string): void {
  const bytes = new TextEncoder().encode(text);
  const at = handle.getSize();
  // Less is written where the disk is full.
  if (handle.write(bytes, { at }) < bytes.length) {
    handle.truncate(at);
    throw new CamLensError('file-unreadable', 'There is no room left on this device to keep the run.');
  }
  handle.flush();
}

/** Bytes up to the last line feed: what follows was being written when the run was cut off. */
function wholeLines(handle: SyncFile): number {
  const step = 2 ** 16;
  for (let end = handle.getSize(); end > 0; end -= step) {
    const start = Math.max(0, end - step);
    const bytes = new Uint8Array(end - start);
    handle.read(bytes, { at: start });
    const last = bytes.lastIndexOf(lineFeed);
    if (last >= 0) return start + last + 1;
  }
  return 0;
}

function close(): void {
  opened?.close();
  opened = undefined;
}

function elsewhere(): CamLensError {
  return new CamLensError('bad-option', 'Another tab is writing the run that is kept on this device; close it first.');
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof DOMException && error.name === name;
}

serve(runFile);
