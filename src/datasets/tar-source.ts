/** A tar archive, compressed with gzip or not, as a source. It streams: one entry is in memory at most. */
import { ByteReader } from './byte-reader.ts';
import { fetchFile } from './fetch-file.ts';
import type { Report } from './problems.ts';
import { readTar, type TarFile } from './read-tar.ts';
import type { DataSource, Entry } from './source.ts';
import { reporting } from './reporting.ts';

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

/**
 * @param name what messages call the archive
 * @param openStream its bytes from the beginning, anew at each call: `() => blob.stream()`
 */
export function tarSource(name: string, openStream: () => Bytes | Promise<Bytes>): DataSource {
  async function* open(report: Report): AsyncGenerator<Entry> {
    const tell = reporting(report, name);
    let bytes: ByteReader | undefined;
    try {
      bytes = await uncompressed(new ByteReader(await openStream()));
      for await (const file of readTar(name, bytes)) {
        const { path, sizeBytes } = file;
        yield {
          ...{ path, sizeBytes, atOnce: 1 },
          read: () => readBlob(file).catch(tell),
          readText: () => readText(file).catch(tell),
        };
      }
    } catch (error) {
      tell(error);
    } finally {
      await bytes?.cancel();
    }
  }
  return { name, open };
}

/** An archive on a server. */
export function tarSourceAt(name: string, url: string): DataSource {
  return tarSource(name, async () => (await fetchFile(name, url)).body ?? new Blob().stream());
}

/** Told by gzip's first two bytes, whatever the name says. */
async function uncompressed(bytes: ByteReader): Promise<ByteReader> {
  const magic = await bytes.exactly(2);
  bytes.putBack(magic);
  if (magic[0] !== 0x1f || magic[1] !== 0x8b) return bytes;
  return new ByteReader(bytes.toStream().pipeThrough(new DecompressionStream('gzip')));
}

async function readBlob(file: TarFile): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of file.chunks()) chunks.push(chunk);
  return new Blob(chunks);
}

async function readText(file: TarFile): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of file.chunks()) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}
