/** Opens files that may be served, so that they cannot be replaced between check and use. */
import { constants } from 'node:fs';
import { open, readlink, realpath, stat, type FileHandle } from 'node:fs/promises';
import { resolve, sep } from 'node:path';

export interface Offered {
  readonly file: string;
  /** A folder that must contain the file after all links are resolved. Without it, the file may be a link. */
  readonly within?: string;
}

/** The path of a file below `folder`; undefined if `path` leads out of it. */
export function fileBelow(folder: string, path: string): string | undefined {
  if (path.includes('\0')) return undefined;
  const file = resolve(folder, path);
  return isBelow(file, resolve(folder)) ? file : undefined;
}

/**
 * As `fileBelow`; undefined also if a name in the path begins with a dot, because such files are not for publication.
 */
export function plainFileBelow(folder: string, path: string): string | undefined {
  return /(^|[\\/])\./.test(path) ? undefined : fileBelow(folder, path);
}

/** Undefined if it is not a file, or not really in its folder. The opened file is the one that was checked. */
export async function openOffered({ file, within }: Offered): Promise<FileHandle | undefined> {
  // Opening a pipe would block.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  if (handle === undefined) return undefined;
  const isMeant = await isFileWithin(handle, file, within).catch(() => false);
  if (isMeant) return handle;
  await handle.close();
  return undefined;
}

/** Undefined also if it now has more bytes than `most`. */
export async function readOffered(offered: Offered, most: number): Promise<Buffer | undefined> {
  const handle = await openOffered(offered);
  try {
    if (handle === undefined || (await handle.stat()).size > most) return undefined;
    return await handle.readFile();
  } catch {
    return undefined;
  } finally {
    await handle?.close();
  }
}

async function isFileWithin(handle: FileHandle, file: string, within: string | undefined): Promise<boolean> {
  if (!(await handle.stat()).isFile()) return false;
  return within === undefined || isBelow(await realPathOf(handle, file), await realpath(within));
}

/** The real path of the open file; without /proc, that of the file with this name now, if it is the same file. */
async function realPathOf(handle: FileHandle, file: string): Promise<string> {
  if (process.platform === 'linux') return readlink(`/proc/self/fd/${handle.fd}`);
  const real = await realpath(file);
  const [opened, named] = [await handle.stat({ bigint: true }), await stat(real, { bigint: true })];
  if (opened.dev !== named.dev || opened.ino !== named.ino) throw new Error(`${file} was exchanged`);
  return real;
}

function isBelow(file: string, folder: string): boolean {
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
