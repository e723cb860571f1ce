/**
 * The files of pictures that were given on this visit: in tar archives, which are looked through when the first is asked for,
 * or loose. As in a data set, archives come first.
 */
import type { NamedFile } from '../../datasets/folder-source.ts';
import { archivesAmong } from '../../datasets/given-files.ts';
import { tarIndexOf, type TarIndex } from './tar-index.ts';

export class PicturesAtHand {
  readonly #files: readonly NamedFile[];
  readonly #onFound: () => void;
  readonly #loose: ReadonlyMap<string, Blob>;
  /** Of the archives; undefined until all have been looked through. */
  #indexes: readonly TarIndex[] | undefined;
  #isLooking = false;

  /** @param onFound called when the archives have been looked through */
  constructor(files: readonly NamedFile[], onFound: () => void) {
    this.#files = files;
    this.#onFound = onFound;
    this.#loose = new Map(files.map(({ path, file }) => [path, file]));
    // Nothing at the top level, no archive.
    if (files.every(({ path }) => path.includes('/'))) this.#indexes = [];
  }

  get isLooking(): boolean {
    return this.#isLooking;
  }

  /**
   * Undefined if the picture was not given or is in a compressed archive; and while archives are looked through: `onFound`
   * is called then.
   */
  fileOf(path: string): Blob | undefined {
    if (this.#indexes === undefined) {
      if (!this.#isLooking) void this.#look();
      return undefined;
    }
    for (const index of this.#indexes) {
      const file = index.fileOf(path);
      if (file !== undefined) return file;
    }
    return this.#loose.get(path);
  }

  /** One after another: each is read as fast as its disk is. */
  async #look(): Promise<void> {
    this.#isLooking = true;
    // A file that cannot be read any more is no archive.
    const archives = await archivesAmong(this.#files).catch(() => []);
    const indexes: TarIndex[] = [];
    for (const { file } of archives) {
      const index = tarIndexOf(file);
      await index.whole;
      indexes.push(index);
    }
    this.#indexes = indexes;
    this.#isLooking = false;
    this.#onFound();
  }
}
