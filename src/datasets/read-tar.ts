/**
 * The files in a tar archive, read from front to back as they are asked for. Nothing is read ahead, so an archive that
 * breaks off has given everything before.
 */
import { CamLensError } from '../errors.ts';
import type { ByteReader } from './byte-reader.ts';
import { blockBytes, isZero, readPaxRecords, readTarHeader, readText } from './tar-header.ts';

export interface TarFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** What is left of the content; what is not taken is skipped when the next file is asked for. */
  chunks(): AsyncGenerator<Uint8Array<ArrayBuffer>>;
}

/** No path needs more; a header that says so is not believed. */
const mostPaxBytes = 2 ** 20;

/**
 * @param archive what messages call it
 * @param bytes the archive, uncompressed; it is read to the archive's end and not closed
 * @throws CamLensError `archive-damaged`, naming the last entry that was whole; `chunks` does so too
 */
export async function* readTar(archive: string, bytes: ByteReader): AsyncGenerator<TarFile> {
  let lastWhole: string | undefined;
  /** Pax and GNU entries that say what the next header has no room for. */
  let ahead: { path?: string; sizeBytes?: number } = {};

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

  for (;;) {
    const block = await take(blockBytes);
    if (isZero(block)) return;
    const header = readTarHeader(block) ?? breakOff();
    if (header.kind === 'pax' || header.kind === 'gnu-path') {
      if (header.sizeBytes > mostPaxBytes) breakOff();
      const words = await take(header.sizeBytes);
      await skip(paddingOf(header.sizeBytes));
      ahead = { ...ahead, ...(header.kind === 'pax' ? readPaxWords(words) : { path: readText(words) }) };
      continue;
    }
    const { path, sizeBytes } = { ...header, ...ahead };
    ahead = {};
    const body = { left: sizeBytes };
    // Archives older than POSIX mark a folder by a slash at its end.
    if (header.kind === 'file' && !path.endsWith('/')) yield { path, sizeBytes, chunks: () => chunksOf(body) };
    await skip(body.left);
    lastWhole = path;
    await skip(paddingOf(sizeBytes));
  }
}

function paddingOf(sizeBytes: number): number {
  return (blockBytes - (sizeBytes % blockBytes)) % blockBytes;
}

function readPaxWords(words: Uint8Array): { path?: string; sizeBytes?: number } {
  const records = readPaxRecords(words);
  const path = records.get('path');
  const size = records.get('size');
  return {
    ...(path !== undefined && { path }),
    ...(size !== undefined && /^\d{1,15}$/.test(size) && { sizeBytes: Number(size) }),
  };
}
