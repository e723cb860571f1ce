/** Where the pictures of a tar archive are in it: one reading finds all, and each can be read later, at any time. */
import { ByteReader } from '../../datasets/byte-reader.ts';
import { isPicture } from '../../datasets/kinds.ts';
import { readTar } from '../../datasets/read-tar.ts';
import { nextTask } from '../../pipeline/next-task.ts';

/** Longest time without a pause, in milliseconds: the page stays usable. */
const mostMs = 15;

interface Place {
  readonly at: number;
  readonly sizeBytes: number;
}

export class TarIndex {
  readonly #archive: Blob;
  readonly #places = new Map<string, Place>();
  #isWhole = false;
  /** Fulfilled once all pictures are known: of a damaged archive, those before the damage; of a compressed one, none. */
  readonly whole: Promise<void>;

  constructor(archive: Blob) {
    this.#archive = archive;
    this.whole = this.#read().finally(() => (this.#isWhole = true));
  }

  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** A view of the archive, which copies nothing. @param path as in the archive; of files with the same one, the first */
  fileOf(path: string): Blob | undefined {
    const place = this.#places.get(path);
    return place && this.#archive.slice(place.at, place.at + place.sizeBytes);
  }

  async #read(): Promise<void> {
    const bytes = new ByteReader(this.#archive.stream());
    let since = performance.now();
    try {
      for await (const entry of readTar('', bytes)) {
        if (performance.now() - since > mostMs) {
          await nextTask();
          since = performance.now();
        }
        if (entry.kind !== 'file' || !isPicture(entry.path) || this.#places.has(entry.path)) continue;
        this.#places.set(entry.path, { at: entry.at, sizeBytes: entry.sizeBytes });
      }
    } catch {
      // Whoever evaluates the archive has reported it.
    } finally {
      await bytes.cancel();
    }
  }
}

const known = new WeakMap<Blob, TarIndex>();

/** The same one for the same archive. */
export function tarIndexOf(archive: Blob): TarIndex {
  const index = known.get(archive) ?? new TarIndex(archive);
  known.set(archive, index);
  return index;
}
