/**
 * The entries of a tar archive, read from front to back on demand. Nothing is read ahead, so a truncated archive yields
 * everything before the break. At most one header and its extended headers are in memory, whatever sizes they declare.
 */
import { CamLensError } from '../errors.ts';
import type { ByteReader } from './byte-reader.ts';
import { blockBytes, isZero, readPaxRecords, readTarHeader, readText, type TarHeader } from './tar-header.ts';

export interface TarFile {
  readonly kind: 'file';
  readonly path: string;
  readonly sizeBytes: number;
  /** Where the content begins in the uncompressed archive, in bytes. */
  readonly at: number;
  /** The rest of the content; it is skipped when the next entry is requested. */
  chunks(): AsyncGenerator<Uint8Array<ArrayBuffer>>;
}

/** Another name of a file in the archive, or of something else. */
export interface TarLink {
  readonly kind: 'hard-link' | 'symbolic-link';
  readonly path: string;
  /** For a hard link, relative to the archive's root; for a symbolic link, to its folder. */
  readonly target: string;
}

/** An entry that is not supported. */
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
  /** Of the extended headers before an entry, which contain its path and additions by operating systems. */
  readonly wordsBytes: number;
  /** Of a path; the limit of operating systems. */
  readonly pathLetters: number;
}

export const tarLimits: TarLimits = { entries: 2 ** 21, wordsBytes: 2 ** 20, pathLetters: 4096 };

/** Pax and GNU entries with fields for which the next header has no space. */
interface Words {
  readonly path?: string;
  readonly target?: string;
  readonly sizeBytes?: number;
  /** Why the next entry cannot be read. */
  readonly what?: string;
}

/**
 * @param archive its name in messages
 * @param bytes the archive, uncompressed; it is read to the archive's end and not closed
 * @throws CamLensError `archive-damaged`, naming the last complete entry (so does `chunks`); `limit-exceeded`
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
        ? `${archive} is not a tar archive, or is damaged before the end of its first entry; a .tar or ` +
          '.tar.gz was expected.'
        : `${archive} is damaged or truncated after ${lastWhole}, its last complete entry; everything up ` +
          'to it was read.';
    throw new CamLensError('archive-damaged', message, { cause });
  }

  async function readWords({ kind, sizeBytes }: TarHeader): Promise<Words> {
    if (sizeBytes > limits.wordsBytes) {
      await skip(sizeBytes);
      return { what: `described by ${sizeBytes} bytes of extended headers; the limit is ${limits.wordsBytes}` };
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
      const message = `${archive} has more than ${limits.entries} entries; those after ${lastWhole} were not read.`;
      throw new CamLensError('limit-exceeded', message);
    }
    const body = { left: described.sizeBytes };
    const path = shortened(described.path, limits);
    const content = { at: bytes.position, chunks: () => chunksOf(body) };
    const entry = entryOf({ ...described, path }, path !== described.path, content);
    if (entry !== undefined) yield entry;
    await skip(body.left);
    lastWhole = path;
    await skip(paddingOf(described.sizeBytes));
  }
}

/** A path that is too long, shortened for messages. */
function shortened(path: string, { pathLetters }: TarLimits): string {
  return path.length <= pathLetters ? path : `${path.slice(0, 60)}… (a path of ${path.length} characters)`;
}

/** Undefined if there is nothing to read, as for folders. */
function entryOf(
  { kind, path, sizeBytes, target = '', what }: TarHeader,
  isShortened: boolean,
  content: Pick<TarFile, 'at' | 'chunks'>,
): TarEntry | undefined {
  // Archives older than POSIX mark folders with a trailing slash.
  if (kind === 'none' || (kind === 'file' && path.endsWith('/'))) return undefined;
  if (isShortened) return { kind: 'odd', path, what: 'stored under a name longer than any system allows' };
  if (what !== undefined) return { kind: 'odd', path, what };
  if (kind === 'file') return { kind, path, sizeBytes, ...content };
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
