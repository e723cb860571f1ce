/**
 * Matches annotations with pictures. Both have an id, `<folder>/<name>`: the file's name without its extension, and its
 * folder, so that pictures with the same name in different folders stay apart. Folders that only describe their content
 * are ignored: `Images/n02085620-Chihuahua/a.jpg` and `Annotation/n02085620-Chihuahua/a` have the same id, as do
 * `VOC2007/JPEGImages/b.jpg` and `VOC2007/Annotations/b.xml`. The annotation's `<filename>` is not used, because it is
 * unreliable.
 */
import { pictureEnding } from './kinds.ts';

/** Names of folders that only describe their content, in lower case. */
export const holders: ReadonlySet<string> = new Set(
  (
    'image images img imgs jpegimages jpeg jpegs jpg photo photos picture pictures ' +
    'annotation annotations label labels xml xmls box boxes bbox bboxes'
  ).split(' '),
);

/** @param path with slashes, with or without an extension */
export function idOf(path: string): string {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  const folder = holderless(folders);
  // macOS decomposes accented letters, other systems do not.
  return [folder, stemOf(name)]
    .filter((part) => part !== undefined)
    .join('/')
    .normalize('NFC');
}

/** The last folder whose name does not only describe its content. */
export function holderless(folders: readonly string[]): string | undefined {
  return folders.findLast((part) => !holders.has(part.toLowerCase()));
}

/** The file's name without its extension; `a.jpg.xml` is the annotation of `a.jpg`. */
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

  /** The first value set for an id is kept. */
  set(id: string, value: Value): void {
    if (this.#values.has(id)) return;
    this.#values.set(id, value);
    const name = nameIn(id);
    const ids = this.#idsOfName.get(name);
    if (ids === undefined) this.#idsOfName.set(name, [id]);
    else ids.push(id);
  }

  /** The id of the matching value: the same id or, if either folder is unknown, the only one of the same name. */
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
