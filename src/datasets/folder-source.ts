/** Files available by name: a folder that was picked or dropped. */
import { decodeText } from './decode-text.ts';
import type { DataSource, Entry } from './source.ts';

export interface NamedFile {
  /** With slashes, starting with the folder that was picked or dropped. */
  readonly path: string;
  readonly file: Blob;
}

/** A browser reads each file in another process, and the round trip takes longer than reading a small file. */
const atOnce = 16;

/** Reads files in the order of their paths, so that a limit always selects the same files. */
export function folderSource(name: string, files: readonly NamedFile[]): DataSource {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
  async function* open(): AsyncGenerator<Entry> {
    for (const { path, file } of sorted) {
      yield {
        path,
        sizeBytes: file.size,
        atOnce,
        read: async () => file,
        readText: async () => decodeText(new Uint8Array(await file.arrayBuffer())),
      };
    }
  }
  return { name, open };
}
