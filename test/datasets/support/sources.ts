/** One set of files as every kind of source, and archives written by modern-tar, which shares nothing with the reader. */
import { packTar } from 'modern-tar';
import { folderSource } from '../../../src/datasets/folder-source.ts';
import { listingSource } from '../../../src/datasets/listing-source.ts';
import { Problems } from '../../../src/datasets/problems.ts';
import type { DataSource } from '../../../src/datasets/source.ts';
import { tarSource } from '../../../src/datasets/tar-source.ts';

export type Files = Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>;

export function bytesOf(content: string | Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

export function tarOf(files: Files): Promise<Uint8Array<ArrayBuffer>> {
  return packTar(
    Object.entries(files).map(([name, content]) => {
      const body = bytesOf(content);
      return { header: { name, size: body.length }, body };
    }),
  );
}

export async function gzipped(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export function archive(name: string, bytes: Uint8Array<ArrayBuffer>): DataSource {
  return tarSource(name, () => new Blob([bytes]).stream());
}

export function folder(files: Files, name = 'folder'): DataSource {
  return folderSource(
    name,
    Object.entries(files).map(([path, content]) => ({ path, file: new Blob([bytesOf(content)]) })),
  );
}

export function listing(files: Files): DataSource {
  const listed = Object.entries(files).map(([path, content]) => ({
    path,
    sizeBytes: bytesOf(content).length,
    url: dataUrl(bytesOf(content)),
  }));
  return listingSource('listing', dataUrl(bytesOf(JSON.stringify(listed))));
}

export function dataUrl(bytes: Uint8Array): string {
  return `data:application/octet-stream;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
}

/** Everything a source holds, in its order, contents as text (Latin-1, so that any bytes can be told apart). */
export async function readAll(source: DataSource): Promise<{ files: [string, string][]; problems: Problems }> {
  const problems = new Problems();
  const files: [string, string][] = [];
  for await (const entry of source.open(problems.report)) {
    const content = await entry.read();
    if (content === undefined) continue;
    const text = new TextDecoder('latin1').decode(await content.arrayBuffer());
    files.push([entry.path, text]);
  }
  return { files, problems };
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
