/**
 * Files that a visitor picked or dropped, with their paths. Files can be sent to a worker; drop entries cannot, so they
 * are read on the page: call `droppedFiles` with entries taken during the `drop` event.
 */
import { folderSource, type NamedFile } from './folder-source.ts';
import { otherArchive } from './other-archives.ts';
import type { DataSource } from './source.ts';
import { blockBytes, readTarHeader } from './tar-header.ts';
import { tarSource } from './tar-source.ts';

/** From an `<input type="file">`, with `webkitdirectory` or without. */
export function pickedFiles(files: Iterable<File>): NamedFile[] {
  return Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** From `DataTransferItem.webkitGetAsEntry()`, which every browser has. */
export async function droppedFiles(entries: Iterable<FileSystemEntry>): Promise<NamedFile[]> {
  const files: NamedFile[] = [];
  for (const entry of entries) {
    if (isFile(entry)) {
      const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
      files.push({ path: entry.fullPath.replace(/^\//, ''), file });
    } else if (isFolder(entry)) files.push(...(await droppedFiles(await childrenOf(entry))));
  }
  return files;
}

/** From `showDirectoryPicker()` or `DataTransferItem.getAsFileSystemHandle()`. */
export async function filesBelow(folder: FileSystemDirectoryHandle, path = folder.name): Promise<NamedFile[]> {
  const files: NamedFile[] = [];
  for await (const handle of folder.values()) {
    const place = `${path}/${handle.name}`;
    if (handle.kind === 'file') files.push({ path: place, file: await handle.getFile() });
    else files.push(...(await filesBelow(handle, place)));
  }
  return files;
}

/** Archives inside a folder are none: usually their content lies beside them. */
export async function archivesAmong(files: readonly NamedFile[]): Promise<NamedFile[]> {
  const archives: NamedFile[] = [];
  for (const given of files) {
    if (!given.path.includes('/') && (await isArchive(given.path, given.file))) archives.push(given);
  }
  return archives;
}

/** Archives become sources of their own, and come first; all other files together form one. */
export async function sourcesOf(files: readonly NamedFile[]): Promise<DataSource[]> {
  const found = await archivesAmong(files);
  const archives = found.map(({ path, file }) => tarSource(path, () => file.stream()));
  const others = files.filter((given) => !found.includes(given));
  const folders = [
    ...new Set(others.map(({ path }) => (path.includes('/') ? path.replace(/\/.*$/s, '') : 'the files given'))),
  ];
  return others.length === 0 ? archives : [...archives, folderSource(folders.join(', '), others)];
}

/** Recognised by name, or by its first bytes: gzip's magic, a tar header, or those of an unsupported archive. */
async function isArchive(name: string, file: Blob): Promise<boolean> {
  if (/\.(tar|tgz|tar\.gz|zip)$/i.test(name)) return true;
  const start = new Uint8Array(await file.slice(0, blockBytes).arrayBuffer());
  return (
    (start[0] === 0x1f && start[1] === 0x8b) ||
    otherArchive(start) !== undefined ||
    (start.length === blockBytes && readTarHeader(start) !== undefined)
  );
}

/** A reader returns one batch at a time, until one is empty. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return children;
    children.push(...batch);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
