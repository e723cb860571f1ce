/** Tags that a visitor gives to pictures of a run; they are kept on this device until another run begins. */
import type { RunHead } from '../../runs/kept-run.ts';
import type { TaggedIds } from './row-view.ts';

/** What `localStorage` offers of it. */
export type TagStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const key = 'cam-lens-picture-tags';

interface Kept {
  readonly run: string;
  readonly tags: readonly (readonly [tag: string, ids: readonly string[]])[];
}

export class PictureTags {
  readonly #store: TagStore | undefined;
  readonly #run: string;
  #tagged = new Map<string, ReadonlySet<string>>();

  /** @param store absent if this browser keeps nothing */
  constructor({ settings, info, total }: Pick<RunHead, 'settings' | 'info' | 'total'>, store: TagStore | undefined) {
    this.#store = store;
    this.#run = JSON.stringify([info.model.sha256 ?? info.model.name, settings, total]);
    const kept = read(store);
    if (kept?.run === this.#run) this.#tagged = new Map(kept.tags.map(([tag, ids]) => [tag, new Set(ids)]));
  }

  /** A new object after every change. */
  get tagged(): TaggedIds {
    return this.#tagged;
  }

  tagsOf(id: string): readonly string[] {
    return [...this.#tagged].filter(([, ids]) => ids.has(id)).map(([tag]) => tag);
  }

  add(tag: string, ids: readonly string[]): void {
    this.#change(tag, new Set([...(this.#tagged.get(tag) ?? []), ...ids]));
  }

  remove(tag: string, ids: readonly string[]): void {
    const gone = new Set(ids);
    this.#change(tag, new Set([...(this.#tagged.get(tag) ?? [])].filter((id) => !gone.has(id))));
  }

  #change(tag: string, ids: ReadonlySet<string>): void {
    this.#tagged = new Map(this.#tagged);
    if (ids.size > 0) this.#tagged.set(tag, ids);
    else this.#tagged.delete(tag);
    const kept: Kept = { run: this.#run, tags: [...this.#tagged].map(([name, all]) => [name, [...all]]) };
    try {
      if (this.#tagged.size === 0) this.#store?.removeItem(key);
      else this.#store?.setItem(key, JSON.stringify(kept));
    } catch {
      // The storage is full or forbidden: tags last as long as the page.
    }
  }
}

function read(store: TagStore | undefined): Kept | undefined {
  try {
    const value = JSON.parse(store?.getItem(key) ?? 'null') as Partial<Kept> | null;
    const isWhole =
      typeof value?.run === 'string' &&
      Array.isArray(value.tags) &&
      value.tags.every((pair) => Array.isArray(pair) && typeof pair[0] === 'string' && Array.isArray(pair[1]));
    return isWhole ? (value as Kept) : undefined;
  } catch {
    return undefined;
  }
}
