/**
 * Which annotation belongs to which picture. Both have an id, `<folder>/<name>`: the file's name without its ending, and
 * the folder it lies in, so that pictures of the same name in different folders stay apart. Folders that only say what
 * they hold do not count: `Images/n02085620-Chihuahua/a.jpg` and `Annotation/n02085620-Chihuahua/a` are the same, as are
 * `VOC2007/JPEGImages/b.jpg` and `VOC2007/Annotations/b.xml`. The annotation's `<filename>` is not asked: it lies.
 */
import { pictureEnding } from './kinds.ts';

const holders: ReadonlySet<string> = new Set(
  (
    'image images img imgs jpegimages jpeg jpegs jpg photo photos picture pictures ' +
    'annotation annotations label labels xml xmls box boxes bbox bboxes'
  ).split(' '),
);

/** @param path with slashes, with or without an ending */
export function idOf(path: string): string {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  const folder = folders.findLast((part) => !holders.has(part.toLowerCase()));
  // macOS writes accents as marks of their own, others as one letter.
  return [folder, stemOf(name)]
    .filter((part) => part !== undefined)
    .join('/')
    .normalize('NFC');
}

/** The file's name without its ending; `a.jpg.xml` is the annotation of `a.jpg`. */
function stemOf(name: string): string {
  return name.replace(/\.xml$/i, '').replace(pictureEnding, '');
}

/** The part after the folder. */
export function nameIn(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** Values by id. */
export class ById<Value> implements Iterable<[id: string, value: Value]> {
  readonly #values = new Map<string, Value>();
  readonly #idsOfName = new Map<string, string[]>();

  get size(): number {
    return this.#values.size;
  }

  has(id: string): boolean {
    return this.#values.has(id);
  }

  get(id: string): Value | undefined {
    return this.#values.get(id);
  }

  /** The first value that is set for an id stays. */
  set(id: string, value: Value): void {
    if (this.#values.has(id)) return;
    this.#values.set(id, value);
    const name = nameIn(id);
    const ids = this.#idsOfName.get(name);
    if (ids === undefined) this.#idsOfName.set(name, [id]);
    else ids.push(id);
  }

  /**
   * The id of the value that belongs to this one: the same or, where the folder of either is not known, the only one of
   * the same name.
   */
  match(id: string): string | undefined {
    if (this.#values.has(id)) return id;
    const [only, ...others] = this.#idsOfName.get(nameIn(id)) ?? [];
    if (only === undefined || others.length > 0) return undefined;
    return id.includes('/') && only.includes('/') ? undefined : only;
  }

  [Symbol.iterator](): IterableIterator<[string, Value]> {
    return this.#values.entries();
  }
}
