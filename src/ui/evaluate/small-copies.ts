/** Small copies of the pictures in view, from the files that were given on this visit. */
import type { NamedFile } from '../../datasets/folder-source.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import { makeThumbnail } from '../../report/thumbnail.ts';
import { PicturesAtHand } from './pictures-at-hand.ts';
import type { PictureAddresses } from './picture-tile.ts';

/** Copies kept: those used longest ago are dropped first. */
const room = 600;
/** Pictures that are decoded at the same time. */
const atOnce = 2;

type Wanted = Pick<PictureRecord, 'id' | 'path'>;

export class SmallCopies {
  readonly #onMade: () => void;
  readonly #room: number;
  readonly #made = new Map<string, PictureAddresses>();
  readonly #making = new Set<string>();
  #files = new PicturesAtHand([], () => undefined);
  #wanted: readonly Wanted[] = [];

  constructor(onMade: () => void, copies = room) {
    this.#onMade = onMade;
    this.#room = copies;
  }

  /** @param files loose ones, and tar archives; in compressed ones pictures cannot be looked up */
  give(files: readonly NamedFile[]): void {
    this.#files = new PicturesAtHand(files, () => {
      this.#onMade();
      this.#go();
    });
  }

  /** Undefined while there is none. */
  of(id: string): PictureAddresses | undefined {
    const one = this.#made.get(id);
    if (one === undefined) return undefined;
    // The latest use is last.
    this.#made.delete(id);
    this.#made.set(id, one);
    return one;
  }

  /** Whether there is a copy of the picture, or will be if its file is found. */
  expects({ id, path = '' }: Wanted): boolean {
    return this.#made.has(id) || this.#files.fileOf(path) !== undefined || this.#files.isLooking;
  }

  /** The picture's file; undefined if it is not at hand. */
  fileOf({ path = '' }: Pick<Wanted, 'path'>): Blob | undefined {
    return this.#files.fileOf(path);
  }

  /** Makes copies of these, in this order, and forgets what was wanted before. */
  want(records: readonly Wanted[]): void {
    this.#wanted = records;
    this.#go();
  }

  destroy(): void {
    this.#wanted = [];
    for (const one of this.#made.values()) revoke(one);
    this.#made.clear();
  }

  #go(): void {
    for (const { id, path = '' } of this.#wanted) {
      if (this.#making.size >= atOnce) return;
      if (this.#made.has(id) || this.#making.has(id)) continue;
      const file = this.#files.fileOf(path);
      if (file === undefined) continue;
      this.#making.add(id);
      void this.#make(id, file);
    }
  }

  async #make(id: string, file: Blob): Promise<void> {
    const copy = await makeThumbnail(file);
    this.#making.delete(id);
    if (this.#wanted.some((one) => one.id === id)) {
      this.#made.set(id, { ...(copy && { thumbnail: URL.createObjectURL(copy) }), file: URL.createObjectURL(file) });
      const spare = [...this.#made].slice(0, Math.max(0, this.#made.size - this.#room));
      for (const [other, one] of spare) {
        revoke(one);
        this.#made.delete(other);
      }
      this.#onMade();
    }
    this.#go();
  }
}

function revoke({ thumbnail, file }: PictureAddresses): void {
  for (const address of [thumbnail, file]) if (address !== undefined) URL.revokeObjectURL(address);
}
