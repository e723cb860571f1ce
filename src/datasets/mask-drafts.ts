/** The masks of a data set, one per picture, and what names the classes of their pictures. */
import { CamLensError, describeError } from '../errors.ts';
import type { AnnotationReading, TabledClass } from './annotation-reading.ts';
import { ById, idOf } from './identity.ts';
import type { MaskFile } from './mask-file.ts';
import { isMask, maskedPath } from './mask-path.ts';
import type { ReportProblem } from './problems.ts';
import { readClassesCsv } from './read-boxes-csv.ts';
import type { PlacedEntry } from './walk.ts';

/** Masks of archives are kept, because an archive is read only once for its annotations. */
const mostKeptBytes = 2 ** 29;

export class MaskDrafts {
  /** In folders of masks. */
  readonly #masks: MaskFile[] = [];
  /** PNG files elsewhere, in a place that is said to have annotations. */
  readonly #others: MaskFile[] = [];
  readonly #tables: { readonly place: string; readonly classes: ById<string> }[] = [];
  #keptBytes = 0;

  /** If there are folders of masks, nothing else is a mask. */
  get files(): readonly MaskFile[] {
    return this.#masks.length > 0 ? this.#masks : this.#others;
  }

  async add(entry: PlacedEntry): Promise<void> {
    const { path, place, atOnce } = entry;
    const read = atOnce > 1 ? () => entry.read() : await this.#keep(entry);
    (isMask(path) ? this.#masks : this.#others).push({ path, place, read });
  }

  /** @returns whether it names classes of pictures */
  addTable(text: string, { place }: PlacedEntry, report: ReportProblem): boolean {
    try {
      const classes = readClassesCsv(text, place);
      if (classes === undefined) return false;
      this.#tables.push({ place, classes });
    } catch (error) {
      report({ id: place, ...describeError(error) });
    }
    return true;
  }

  /**
   * The class of a picture is that of a table or, without, of the folder of its mask, of its own folder, or of its name.
   * @param pictures those that are known
   */
  takeInto(reading: AnnotationReading, pictures: readonly { readonly path: string }[]): void {
    const paths = new ById<string>();
    for (const { path } of pictures) paths.set(idOf(path), path);
    for (const mask of this.files) {
      const path = maskedPath(mask.path);
      const id = idOf(path);
      const named = this.#tables.flatMap(({ place, classes }): TabledClass[] => {
        const name = classes.get(classes.match(id) ?? '');
        return name === undefined ? [] : [{ name, place }];
      });
      const picture = paths.get(paths.match(id) ?? '');
      reading.takeMask(id, mask, named, picture === undefined ? [path] : [path, picture]);
    }
  }

  async #keep(entry: PlacedEntry): Promise<MaskFile['read']> {
    if (this.#keptBytes + entry.sizeBytes > mostKeptBytes) {
      const message = `${entry.place} was not read: masks of archives may have ${mostKeptBytes} bytes in all; unpack it.`;
      return () => Promise.reject(new CamLensError('limit-exceeded', message));
    }
    this.#keptBytes += entry.sizeBytes;
    const content = await entry.read();
    return () => Promise.resolve(content);
  }
}
