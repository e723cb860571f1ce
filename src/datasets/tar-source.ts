/** A tar archive, gzip-compressed or not, as a source. It is streamed: at most one entry is in memory. */
import { CamLensError } from '../errors.ts';
import { ByteReader } from './byte-reader.ts';
import { decodeText } from './decode-text.ts';
import { fetchFile } from './fetch-file.ts';
import { gunzip } from './gunzip.ts';
import { otherArchive } from './other-archives.ts';
import type { ReportProblem } from './problems.ts';
import { readTar, type TarEntry, type TarFile } from './read-tar.ts';
import { reporting } from './reporting.ts';
import { safePath } from './safe-path.ts';
import type { DataSource, Entry } from './source.ts';
import { TarLinks } from './tar-links.ts';

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

/**
 * Links stand for the files of the archive that they refer to, and come after all others: the archive is read a second
 * time for them. Entries that are not files are reported as `entry-skipped`, as are links to missing files.
 * @param name of the archive in messages
 * @param openStream its bytes from the start, again at each call: `() => blob.stream()`
 */
export function tarSource(name: string, openStream: () => Bytes | Promise<Bytes>): DataSource {
  async function* open(report: ReportProblem): AsyncGenerator<Entry> {
    const tell = reporting(report, name);
    const skip = (path: string, why: string): void =>
      report({ id: path, code: 'entry-skipped', message: `${path} in ${name} was not read: ${why}.` });

    let isCompressed = false;
    async function* entries(): AsyncGenerator<TarEntry> {
      let bytes: ByteReader | undefined;
      try {
        const stored = await opened(name, async () => new ByteReader(await openStream()));
        ({ bytes, isCompressed } = stored);
        yield* readTar(name, bytes);
      } catch (error) {
        tell(error);
      } finally {
        await bytes?.cancel();
      }
    }

    function fileEntry(path: string, { sizeBytes, at }: TarFile, content: () => Promise<Chunks>): Entry {
      return {
        ...{ path, sizeBytes, atOnce: 1, ...(isCompressed ? {} : { at }) },
        read: () => content().then((chunks) => new Blob([...chunks]), tell),
        readText: () => content().then((chunks) => decodeText(joined(chunks)), tell),
      };
    }

    const links = new TarLinks();
    for await (const entry of entries()) {
      if (entry.kind === 'file') yield fileEntry(entry.path, entry, once(entry));
      else if (entry.kind === 'odd') skip(entry.path, `it is ${entry.what}`);
      else links.add(entry);
    }
    if (links.size === 0) return;

    const linked = links.byFile();
    for (const { path } of linked.get(undefined) ?? []) skip(path, 'it is a link that leads out of the archive');
    linked.delete(undefined);
    for await (const entry of linked.size === 0 ? [] : entries()) {
      const path = entry.kind === 'file' ? safePath(entry.path) : undefined;
      if (entry.kind !== 'file' || path === undefined) continue;
      const content = once(entry);
      for (const link of linked.get(path) ?? []) yield fileEntry(link.path, entry, content);
      linked.delete(path);
    }
    for (const { path, target } of [...linked.values()].flat()) {
      skip(path, `it is a link to ${target}, which is not a file in the archive`);
    }
  }
  return { name, open };
}

/** An archive on a server. */
export function tarSourceAt(name: string, url: string): DataSource {
  return tarSource(name, async () => (await fetchFile(name, url)).body ?? new Blob().stream());
}

/** @returns the archive's content, uncompressed. Gzip is recognised by its first two bytes, whatever the name says */
async function opened(
  name: string,
  open: () => Promise<ByteReader>,
): Promise<{ readonly bytes: ByteReader; readonly isCompressed: boolean }> {
  const bytes = await open();
  const start = await bytes.exactly(8);
  bytes.putBack(start);
  const other = otherArchive(start);
  if (other !== undefined) throw new CamLensError('archive-damaged', `${name} is ${other}.`);
  const isCompressed = start[0] === 0x1f && start[1] === 0x8b;
  return { bytes: isCompressed ? new ByteReader(gunzip(bytes, open)) : bytes, isCompressed };
}

type Chunks = readonly Uint8Array<ArrayBuffer>[];

/** The content is read when it is first requested; all links to a file share it. */
function once(file: TarFile): () => Promise<Chunks> {
  let content: Promise<Chunks> | undefined;
  return () => (content ??= collect(file));
}

async function collect(file: TarFile): Promise<Chunks> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of file.chunks()) chunks.push(chunk);
  return chunks;
}

function joined(chunks: Chunks): Uint8Array {
  const [first = new Uint8Array(), ...others] = chunks;
  if (others.length === 0) return first;
  const bytes = new Uint8Array(chunks.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
