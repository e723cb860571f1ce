/**
 * A cache of one entry: the last painted picture, resized to its canvas, so that opacity, colours and methods can
 * change without reading the picture again.
 */
import type { BufferPool } from './buffer-pool.ts';
import { storageUsage, type Recorder } from './recorder.ts';
import type { Picture, Size } from '../types.ts';

/** Limit in pixels of 12 bytes (48 MiB), enough for canvases on a screen. */
const mostPixels = 2 ** 22;

export class PicturePlanes {
  readonly #pool: BufferPool;
  #kept: { readonly bitmap: ImageBitmap; readonly size: Size; readonly buffer: GPUBuffer } | undefined;

  constructor(pool: BufferPool) {
    this.#pool = pool;
  }

  /**
   * A buffer of [3, height, width] float32 values 0…255, and whether it must still be filled; undefined if the canvas
   * is too large to be cached.
   * @param recorder the recorder whose work fails if the GPU has no memory for the planes
   */
  of(
    picture: Picture,
    size: Size,
    recorder: Recorder,
  ): { readonly buffer: GPUBuffer; readonly isFresh: boolean } | undefined {
    const { width, height } = size;
    const kept = this.#kept;
    if (kept?.bitmap === picture.bitmap && kept.size.width === width && kept.size.height === height) {
      return { buffer: kept.buffer, isFresh: false };
    }
    this.forget();
    if (width * height > mostPixels) return undefined;
    const buffer = recorder.acquire(12 * width * height, storageUsage());
    this.#kept = { bitmap: picture.bitmap, size: { width, height }, buffer };
    return { buffer, isFresh: true };
  }

  /** Also called when painting has failed, because the content of the planes is then unknown. */
  forget(): void {
    if (this.#kept !== undefined) this.#pool.release(this.#kept.buffer);
    this.#kept = undefined;
  }
}
