/**
 * The picture painted last, resized to its canvas, so that opacity, colours and methods change without reading the
 * picture again. One entry.
 */
import type { BufferPool } from './buffer-pool.ts';
import { storageUsage, type Recorder } from './recorder.ts';
import type { Picture, Size } from '../types.ts';

/** Kept up to this many pixels of 12 bytes, 48 MiB: what canvases on a screen take. */
const mostPixels = 2 ** 22;

export class PicturePlanes {
  readonly #pool: BufferPool;
  #kept: { readonly bitmap: ImageBitmap; readonly size: Size; readonly buffer: GPUBuffer } | undefined;

  constructor(pool: BufferPool) {
    this.#pool = pool;
  }

  /**
   * A buffer of [3, height, width] bytes as float32, and whether it has still to be filled; undefined where the canvas is
   * too large for its planes to be kept.
   * @param recorder whose work fails where the GPU has no memory for them
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

  /** To be called too when a painting failed, since nobody knows then what the planes hold. */
  forget(): void {
    if (this.#kept !== undefined) this.#pool.release(this.#kept.buffer);
    this.#kept = undefined;
  }
}
