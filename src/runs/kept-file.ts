/**
 * The file that stores a run, in a folder of the origin's private file system: a full disk loses nothing already in it.
 */
import { CamLensError } from '../errors.ts';
import type { RunFileWorker } from './run-file.ts';

/** The used part of FileSystemSyncAccessHandle, which is declared only in the types for workers. */
export interface SyncFile {
  getSize(): number;
  read(bytes: Uint8Array, options: { at: number }): number;
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

/** The used part of FileSystemFileHandle. */
export interface SyncFileHandle {
  getFile(): Promise<Blob>;
  createSyncAccessHandle(): Promise<SyncFile>;
}

/** The used part of FileSystemDirectoryHandle. */
export interface Folder {
  getFileHandle(name: string, options?: { readonly create: boolean }): Promise<SyncFileHandle>;
  removeEntry(name: string): Promise<void>;
}

const fileName = 'cam-lens-run.ndjson';
const lineFeed = 10;

/** @param folderHere returns the folder of the file */
export function keptFile(folderHere: () => Promise<Folder>): RunFileWorker {
  let opened: SyncFile | undefined;

  async function open(): Promise<SyncFile> {
    if (opened !== undefined) return opened;
    try {
      const file = await (await folderHere()).getFileHandle(fileName, { create: true });
      opened = await file.createSyncAccessHandle();
      return opened;
    } catch (error) {
      throw isNamed(error, 'NoModificationAllowedError') ? elsewhere() : unwritable(error);
    }
  }

  function close(): void {
    opened?.close();
    opened = undefined;
  }

  return {
    async read() {
      const folder = await folderHere();
      try {
        return await (await (await folder.getFileHandle(fileName)).getFile()).text();
      } catch (error) {
        if (isNamed(error, 'NotFoundError')) return '';
        throw error;
      }
    },

    async begin(text) {
      const file = await open();
      file.truncate(0);
      append(file, text);
    },

    async resume() {
      const file = await open();
      file.truncate(wholeLines(file));
    },

    append: async (text) => append(await open(), text),

    close: async () => close(),

    async remove() {
      close();
      const folder = await folderHere();
      try {
        await folder.removeEntry(fileName);
      } catch (error) {
        if (isNamed(error, 'NotFoundError')) return;
        throw isNamed(error, 'NoModificationAllowedError') ? elsewhere() : error;
      }
    },
  };
}

/** All or nothing: a line that did not fit completely is cut off, here or when the run continues. */
function append(file: SyncFile, text: string): void {
  const bytes = new TextEncoder().encode(text);
  const at = file.getSize();
  try {
    // Less is written if the disk is full.
    if (file.write(bytes, { at }) < bytes.length) throw new DOMException('', 'QuotaExceededError');
    file.flush();
  } catch (error) {
    file.truncate(at);
    throw unwritable(error);
  }
}

/** Bytes up to the last line feed: the rest was being written when the run was interrupted. */
function wholeLines(file: SyncFile): number {
  const step = 2 ** 16;
  for (let end = file.getSize(); end > 0; end -= step) {
    const start = Math.max(0, end - step);
    const bytes = new Uint8Array(end - start);
    file.read(bytes, { at: start });
    const last = bytes.lastIndexOf(lineFeed);
    if (last >= 0) return start + last + 1;
  }
  return 0;
}

function elsewhere(): CamLensError {
  return new CamLensError('bad-option', 'Another tab is writing the run that is kept on this device; close it first.');
}

function unwritable(cause: unknown): unknown {
  if (!(cause instanceof DOMException)) return cause;
  const reason = isNamed(cause, 'QuotaExceededError')
    ? 'There is no space left on this device to store the run.'
    : `The run cannot be written on this device: ${cause.message}`;
  return new CamLensError('output-unwritable', reason, { cause });
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof DOMException && error.name === name;
}
