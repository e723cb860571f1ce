/**
 * What is in a tar archive, read from front to back as it is asked for. Nothing is read ahead, so an archive that breaks off
 * has given everything before; and no more than a header and the words before it is held, whatever sizes they state.
 */
import { CamLensError } from '../errors.ts';
import type { ByteReader } from './byte-reader.ts';
import { blockBytes, isZero, readPaxRecords, readTarHeader, readText, type TarHeader } from './tar-header.ts';

export interface TarFile {
  readonly kind: 'file';
  readonly path: string;
  readonly sizeBytes: number;
  /** What is left of the content; what is not taken is skipped when the next entry is asked for. */
  chunks(): AsyncGenerator<Uint8Array<ArrayBuffer>>;
}

/** One more name of a file in the archive, or of something else. */
export interface TarLink {
  readonly kind: 'hard-link' | 'symbolic-link';
  readonly path: string;
  /** Of a hard link from the archive's root, of a symbolic one as seen from its folder. */
  readonly target: string;
}

/** An entry that is not read. */
export interface TarOddity {
  readonly kind: 'odd';
  readonly path: string;
  /** Why, as in "it is …". */
  readonly what: string;
}

export type TarEntry = TarFile | TarLink | TarOddity;

export interface TarLimits {
  /** Of all kinds; ImageNet has 1.3 million. */
  readonly entries: number;
  /** Of the words before an entry. They hold its path, and whatever systems add. */
  readonly wordsBytes: number;
  /** Of a path, as systems have it. */
  readonly pathLetters: number;
}

export const tarLimits: TarLimits = { entries: 2 ** 21, wordsBytes: 2 ** 20, pathLetters: 4096 };

/** Pax and GNU entries that say what the next header has no room for. */
interface Words {
  readonly path?: string;
  readonly target?: string;
  readonly sizeBytes?: number;
  /** Why the next entry cannot be read. */
  readonly what?: string;
}

/**
 * @param archive what messages call it
 * @param bytes the archive, uncompressed; it is read to the archive's end and not closed
 * @throws CamLensError `archive-damaged`, naming the last entry that was whole; `chunks` does so too; `limit-exceeded`
 */
export async function* readTar(archive: string, bytes: ByteReader, limits = tarLimits): AsyncGenerator<TarEntry> {
  let lastWhole: string | undefined;
  let ahead: Words = {};

  async function some(most: number): Promise<Uint8Array<ArrayBuffer>> {
    return (await bytes.some(most).catch(breakOff)) ?? breakOff();
  }

  async function take(count: number): Promise<Uint8Array<ArrayBuffer>> {
    const taken = await bytes.exactly(count).catch(breakOff);
    return taken.byteLength === count ? taken : breakOff();
  }

  async function skip(count: number): Promise<void> {
    for (let left = count; left > 0;) left -= (await some(left)).byteLength;
  }

  async function* chunksOf(body: { left: number }): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    while (body.left > 0) {
      const piece = await some(body.left);
      body.left -= piece.byteLength;
      yield piece;
    }
  }

  function breakOff(cause?: unknown): never {
    const message =
      lastWhole === undefined
        ? `${archive} is no tar archive, or is damaged before the end of its first entry; a .tar or .tar.gz was expected.`
        : `${archive} is damaged or breaks off after ${lastWhole}, its last whole entry; everything up to it was read.`;
    throw new CamLensError('archive-damaged', message, { cause });
  }

  async function readWords({ kind, sizeBytes }: TarHeader): Promise<Words> {
    if (sizeBytes > limits.wordsBytes) {
      await skip(sizeBytes);
      return { what: `described by ${sizeBytes} bytes, of which ${limits.wordsBytes} are read` };
    }
    const words = await take(sizeBytes);
    if (kind === 'pax') return readPaxWords(words);
    return kind === 'gnu-path' ? { path: readText(words) } : { target: readText(words) };
  }

  for (let entries = 0; ;) {
    const block = await take(blockBytes);
    if (isZero(block)) return;
    const header = readTarHeader(block) ?? breakOff();
    const { kind } = header;
    if (kind === 'pax' || kind === 'gnu-path' || kind === 'gnu-target') {
      ahead = { ...ahead, ...(await readWords(header)) };
      await skip(paddingOf(header.sizeBytes));
      continue;
    }
    for (let isExtended = header.isExtended === true; isExtended;) isExtended = (await take(blockBytes))[504] === 1;
    const described = { ...header, ...ahead };
    ahead = {};
    if (++entries > limits.entries) {
      const message = `${archive} has more than ${limits.entries} entries; what follows ${lastWhole} was not read.`;
      throw new CamLensError('limit-exceeded', message);
    }
    const body = { left: described.sizeBytes };
    const path = shortened(described.path, limits);
    const entry = entryOf({ ...described, path }, path !== described.path, () => chunksOf(body));
    if (entry !== undefined) yield entry;
    await skip(body.left);
    lastWhole = path;
    await skip(paddingOf(described.sizeBytes));
  }
}

/** A path that is too long, as far as it goes into a message. */
function shortened(path: string, { pathLetters }: TarLimits): string {
  return path.length <= pathLetters ? path : `${path.slice(0, 60)}… (a path of ${path.length} letters)`;
}

/** Undefined where there is nothing to be read, as of folders. */
function entryOf(
  { kind, path, sizeBytes, target = '', what }: TarHeader,
  isShortened: boolean,
  chunks: TarFile['chunks'],
): TarEntry | undefined {
  // Archives older than POSIX mark a folder by a slash at its end.
  if (kind === 'none' || (kind === 'file' && path.endsWith('/'))) return undefined;
  if (isShortened) return { kind: 'odd', path, what: 'by a name longer than any system takes' };
  if (what !== undefined) return { kind: 'odd', path, what };
  if (kind === 'file') return { kind, path, sizeBytes, chunks };
  return kind === 'hard-link' || kind === 'symbolic-link' ? { kind, path, target } : undefined;
}

function paddingOf(sizeBytes: number): number {
  return (blockBytes - (sizeBytes % blockBytes)) % blockBytes;
}

function readPaxWords(words: Uint8Array): Words {
  const records = readPaxRecords(words);
  const [path, target, size] = ['path', 'linkpath', 'size'].map((key) => records.get(key));
  const isSparse = [...records.keys()].some((key) => key.startsWith('GNU.sparse.'));
  return {
    ...(path !== undefined && { path }),
    ...(target !== undefined && { target }),
    ...(size !== undefined && /^\d{1,15}$/.test(size) && { sizeBytes: Number(size) }),
    ...(isSparse && { what: 'a sparse file' }),
  };
}
