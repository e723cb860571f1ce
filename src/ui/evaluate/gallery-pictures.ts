/** A gallery with the files of its pictures, which can be passed to the page that explains. */
import type { PictureRecord } from '../../evaluation/record.ts';
import { Gallery, type GalleryHead } from './gallery.ts';

/** Limit on files from archives, which take up memory; files on the visitor's disk do not. */
const mostBytes = 256 * 2 ** 20;

interface KeptFile {
  readonly address: string;
  readonly bytes: number;
}

export class GalleryPictures {
  readonly gallery: Gallery;
  readonly #files = new Map<string, KeptFile>();
  #isDestroyed = false;

  constructor(head: GalleryHead, records: readonly PictureRecord[] = []) {
    this.gallery = new Gallery(head);
    for (const record of records) this.gallery.offer(record);
  }

  offer(record: PictureRecord): void {
    this.gallery.offer(record);
    for (const [id, { address }] of this.#files) {
      if (this.gallery.thumbnailOf(id) !== undefined) continue;
      URL.revokeObjectURL(address);
      this.#files.delete(id);
    }
  }

  /** Whether the picture is in the gallery without its thumbnail. */
  lacks(id: string): boolean {
    return this.gallery.lacks(id);
  }

  /** Makes a missing thumbnail, and keeps the file while the picture is shown. */
  async illustrate(id: string, file: Blob): Promise<void> {
    if (this.#isOver()) return;
    await this.gallery.illustrate(id, file);
    if (this.#isOver()) {
      // What was made meanwhile.
      this.gallery.destroy();
      return;
    }
    const bytes = file instanceof File ? 0 : file.size;
    const kept = [...this.#files.values()].reduce((sum, one) => sum + one.bytes, 0);
    const isShown = this.gallery.thumbnailOf(id) !== undefined;
    if (!isShown || this.#files.has(id) || kept + bytes > mostBytes) return;
    this.#files.set(id, { address: URL.createObjectURL(file), bytes });
  }

  /** URL of the picture's file while this page is open; undefined if it is not available. */
  addressOf(id: string): string | undefined {
    return this.#files.get(id)?.address;
  }

  #isOver(): boolean {
    return this.#isDestroyed;
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.gallery.destroy();
    for (const { address } of this.#files.values()) URL.revokeObjectURL(address);
    this.#files.clear();
  }
}
