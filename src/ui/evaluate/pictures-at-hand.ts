/** The files of pictures that were given on this visit: loose, or in tar archives, which are looked through when needed. */
import type { NamedFile } from '../../datasets/folder-source.ts';
import { isPicture } from '../../datasets/kinds.ts';
import { tarIndexOf, type TarIndex } from './tar-index.ts';

export class PicturesAtHand {
  readonly #loose: ReadonlyMap<string, Blob>;
  readonly #archives: readonly Blob[];
  readonly #onFound: () => void;
  #indexes: readonly TarIndex[] = [];

  /** @param onFound called when an archive has been looked through */
  constructor(files: readonly NamedFile[], onFound: () => void) {
    this.#loose = new Map(files.map(({ path, file }) => [path, file]));
    this.#archives = files.filter(({ path }) => !path.includes('/') && !isPicture(path)).map(({ file }) => file);
    this.#onFound = onFound;
  }

  /** Whether archives are being looked through. */
  get isLooking(): boolean {
    return this.#indexes.some(({ isWhole }) => !isWhole);
  }

  /** Undefined if it was not given, is in a compressed archive, or has not been found yet: `onFound` is called then. */
  fileOf(path: string): Blob | undefined {
    const loose = this.#loose.get(path);
    if (loose !== undefined) return loose;
    if (this.#indexes.length < this.#archives.length) this.#look();
    return this.#indexes.map((index) => index.fileOf(path)).find((file) => file !== undefined);
  }

  #look(): void {
    this.#indexes = this.#archives.map(tarIndexOf);
    for (const index of this.#indexes) if (!index.isWhole) void index.whole.then(this.#onFound);
  }
}
