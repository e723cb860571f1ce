/** Where the pictures of a tar archive are in it: one reading finds all, and each can be read later, at any time. */
import { isPicture } from '../../datasets/kinds.ts';
import { tarSource } from '../../datasets/tar-source.ts';
import { walk } from '../../datasets/walk.ts';
import { breathing } from './breathing-source.ts';

interface Place {
  readonly at: number;
  readonly sizeBytes: number;
}

export class TarIndex {
  readonly #archive: Blob;
  readonly #places = new Map<string, Place>();
  /** Fulfilled once all pictures are known: of a damaged archive, those before the damage; of a compressed one, none. */
  readonly whole: Promise<void>;

  constructor(archive: Blob) {
    this.#archive = archive;
    this.whole = this.#read();
  }

  /** A view of the archive, which copies nothing. @param path as in records; of files with the same one, the first */
  fileOf(path: string): Blob | undefined {
    const place = this.#places.get(path);
    return place && this.#archive.slice(place.at, place.at + place.sizeBytes);
  }

  async #read(): Promise<void> {
    const source = breathing(tarSource('', () => this.#archive.stream()));
    // Whoever evaluates the archive has reported what is wrong with it.
    for await (const { path, at, sizeBytes } of walk([source], () => undefined, true)) {
      if (at === undefined) return;
      if (isPicture(path) && !this.#places.has(path)) this.#places.set(path, { at, sizeBytes });
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
