import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { ListedFile } from '../src/datasets/listing-source.ts';
import { mimeTypeOf } from './mime-types.ts';
import { readOffered } from './offered-file.ts';

/** Files that are examined in parallel, because each waits for the disk. */
const filesAtOnce = 32;

/**
 * Limits on embedded texts in bytes, each and in total. An annotation has one or two thousand bytes; larger files are
 * fetched separately.
 */
const mostBytes = { text: 2 ** 16, texts: 2 ** 26 };

/**
 * Every file below a folder, sorted by path; links to files in the folder count as files. Entries that cannot be
 * served, such as links to folders or names that are not UTF-8, are listed with the reason.
 */
export async function folderListing(folder: string): Promise<readonly ListedFile[]> {
  const root = await realpath(folder);
  const found: Found[] = [];
  await find(folder, [], found);
  const files = await inGroups(found, ({ parts, skipped }) =>
    skipped === undefined ? listed(folder, root, parts) : Promise.resolve(notOffered(parts, skipped)),
  );
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

interface Found {
  readonly parts: readonly string[];
  /** Why it is not served, to complete "it is …". */
  readonly skipped?: string;
}

/** Names are read as bytes, because a name that is not UTF-8 would change when decoded. */
async function find(folder: string, above: readonly string[], found: Found[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' }).catch((error: unknown) => {
    // The caller reports an error of the top folder.
    if (above.length === 0) throw error;
    const { code = '' } = error as NodeJS.ErrnoException;
    found.push({ parts: above, skipped: `a folder that cannot be read (${code})` });
    return [];
  });
  for (const entry of entries) {
    const name = entry.name.toString();
    const isText = Buffer.from(name).equals(entry.name);
    const parts = [...above, isText ? name : entry.name.toString('latin1')];
    if (!isText) found.push({ parts, skipped: 'by a name that is not UTF-8: rename it' });
    else if (entry.isDirectory()) await find(join(folder, name), parts, found);
    else if (entry.isFile() || entry.isSymbolicLink()) found.push({ parts });
    else found.push({ parts, skipped: 'no file' });
  }
}

async function listed(folder: string, root: string, parts: readonly string[]): Promise<ListedFile> {
  const place = join(folder, ...parts);
  const is = await Promise.all([stat(place), realpath(place)]).catch(() => undefined);
  if (is === undefined) return notOffered(parts, 'a link that leads nowhere');
  const [found, real] = is;
  if (found.isDirectory())
    return notOffered(parts, 'a link to a folder, which is not followed: give the folder itself');
  if (!found.isFile()) return notOffered(parts, 'no file');
  if (!real.startsWith(root.endsWith(sep) ? root : `${root}${sep}`)) {
    return notOffered(parts, 'a link that leads out of the folder: put the file itself there');
  }
  // With `./` before it, no name is mistaken for an absolute URL.
  return { path: parts.join('/'), sizeBytes: found.size, url: `./${parts.map(encodeURIComponent).join('/')}` };
}

function notOffered(parts: readonly string[], skipped: string): ListedFile {
  return { path: parts.join('/'), sizeBytes: 0, url: '', skipped };
}

/**
 * As `folderListing`, with the contents of small files that are not pictures, which would take longer to request than
 * to read.
 */
export async function listingWithTexts(folder: string): Promise<readonly ListedFile[]> {
  let left = mostBytes.texts;
  return inGroups(await folderListing(folder), async (file) => {
    const { path, sizeBytes, skipped } = file;
    const isPassed = skipped !== undefined || mimeTypeOf(path).startsWith('image/');
    if (isPassed || sizeBytes > Math.min(left, mostBytes.text)) return file;
    left -= sizeBytes;
    const bytes = await readOffered({ file: join(folder, ...path.split('/')), within: folder }, mostBytes.text);
    const text = bytes === undefined ? undefined : textOf(bytes);
    return text === undefined ? file : { ...file, text };
  });
}

/** Undefined if the file is not UTF-8; the page then detects the encoding. */
function textOf(bytes: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const isOther =
      text.includes('\0') || /^\s*<\?xml[^>]*\sencoding\s*=\s*["'](?!utf-?8["'])/i.test(text.slice(0, 200));
    return isOther ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Results are in the order of the items. */
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
