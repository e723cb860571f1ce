import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { ListedFile } from '../src/datasets/listing-source.ts';
import { mimeTypeOf } from './mime-types.ts';

/** Each is a wait for the disk. */
const filesAtOnce = 32;

/** An annotation has a thousand bytes or two; what is larger, and what is more in all, is fetched by itself. */
const mostBytes = { text: 2 ** 16, texts: 2 ** 26 };

/** Every file below a folder, by path; links to files count as the files. */
export async function folderListing(folder: string): Promise<readonly ListedFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = await inGroups(
    entries.filter((entry) => entry.isFile() || entry.isSymbolicLink()),
    async (entry): Promise<readonly ListedFile[]> => {
      const file = join(entry.parentPath, entry.name);
      const found = await stat(file).catch(() => undefined);
      if (found?.isFile() !== true) return [];
      const parts = relative(folder, file).split(sep);
      // With a dot in front, no name is taken for a URL of its own.
      return [{ path: parts.join('/'), sizeBytes: found.size, url: `./${parts.map(encodeURIComponent).join('/')}` }];
    },
  );
  return files.flat().sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The same with the contents of small files that are no pictures: a browser takes longer to ask for one than to read it. */
export async function listingWithTexts(folder: string): Promise<readonly ListedFile[]> {
  const decoder = new TextDecoder();
  let left = mostBytes.texts;
  return inGroups(await folderListing(folder), async (listed) => {
    const { path, sizeBytes } = listed;
    if (sizeBytes > Math.min(left, mostBytes.text) || mimeTypeOf(path).startsWith('image/')) return listed;
    left -= sizeBytes;
    const bytes = await readFile(join(folder, ...path.split('/'))).catch(() => undefined);
    return bytes === undefined ? listed : { ...listed, text: decoder.decode(bytes) };
  });
}

/** In the order of the items. */
async function inGroups<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let first = 0; first < items.length; first += filesAtOnce) {
    results.push(...(await Promise.all(items.slice(first, first + filesAtOnce).map(work))));
  }
  return results;
}
