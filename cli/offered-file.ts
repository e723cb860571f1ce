/** Files that may be given away, opened so that nobody can put another in their place meanwhile. */
import { constants } from 'node:fs';
import { open, readlink, realpath, stat, type FileHandle } from 'node:fs/promises';
import { resolve, sep } from 'node:path';

export interface Offered {
  readonly file: string;
  /** A folder that the file must really lie in, whatever links lead to it; a file that is named itself may be a link. */
  readonly within?: string;
}

/** The file that `path` names below `folder`; undefined where it leads out of it. */
export function fileBelow(folder: string, path: string): string | undefined {
  if (path.includes('\0')) return undefined;
  const file = resolve(folder, path);
  return isBelow(file, resolve(folder)) ? file : undefined;
}

/** The same where no name begins with a dot: those are for the system and its tools, not to be shown. */
export function plainFileBelow(folder: string, path: string): string | undefined {
  return /(^|[\\/])\./.test(path) ? undefined : fileBelow(folder, path);
}

/** Undefined where it is no file, or not really in its folder. What is opened is what was looked at. */
export async function openOffered({ file, within }: Offered): Promise<FileHandle | undefined> {
  // A pipe would be waited for.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  if (handle === undefined) return undefined;
  const isMeant = await isFileWithin(handle, file, within).catch(() => false);
  if (isMeant) return handle;
  await handle.close();
  return undefined;
}

/** Undefined too where it has more bytes than `most` by now. */
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

/** Of what is open. Where no /proc tells it, of what has the file's name now, if that is the same file. */
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
