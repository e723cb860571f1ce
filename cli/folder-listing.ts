import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { ListedFile } from '../src/datasets/listing-source.ts';

/** Every file below a folder, by path; links to files count as the files. */
export async function folderListing(folder: string): Promise<readonly ListedFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: ListedFile[] = [];
  for (const entry of entries) {
    if (!entry.isFile() && !entry.isSymbolicLink()) continue;
    const file = join(entry.parentPath, entry.name);
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile() !== true) continue;
    const parts = relative(folder, file).split(sep);
    // With a dot in front, no name is taken for a URL of its own.
    files.push({ path: parts.join('/'), sizeBytes: found.size, url: `./${parts.map(encodeURIComponent).join('/')}` });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
