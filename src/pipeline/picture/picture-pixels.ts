/** The bytes of a picture, or of a part of it, in memory. */
import { CamLensError } from '../../errors.ts';
import type { Picture, Size } from '../types.ts';

/** Part of a picture, in its pixels. */
export interface Tile extends Size {
  readonly x: number;
  readonly y: number;
}

/** RGBA bytes of pictures, through one reused canvas. */
export class PixelReader {
  #context: OffscreenCanvasRenderingContext2D | undefined;

  /** Row-major RGBA, 8 bits a channel; the picture is opaque, so no premultiplication is involved. */
  read({ bitmap, name }: Picture, tile: Tile): Uint8ClampedArray<ArrayBuffer> {
    const context = this.#atLeast(tile);
    context.drawImage(bitmap, tile.x, tile.y, tile.width, tile.height, 0, 0, tile.width, tile.height);
    try {
      return context.getImageData(0, 0, tile.width, tile.height, { colorSpace: 'srgb' }).data;
    } catch (cause) {
      throw new CamLensError('internal', `The pixels of ${name} cannot be read: ${String(cause)}`, { cause });
    }
  }

  #atLeast({ width, height }: Size): OffscreenCanvasRenderingContext2D {
    const canvas = this.#context?.canvas;
    if (this.#context !== undefined && canvas !== undefined && canvas.width >= width && canvas.height >= height) {
      return this.#context;
    }
    const larger = new OffscreenCanvas(Math.max(width, canvas?.width ?? 0), Math.max(height, canvas?.height ?? 0));
    // Without `willReadFrequently` the canvas may live on a GPU, and every read waits for it.
    const context = larger.getContext('2d', { willReadFrequently: true, alpha: true });
    if (context === null) throw new CamLensError('internal', 'This browser provides no 2D canvas to read pixels with.');
    context.imageSmoothingEnabled = false;
    context.globalCompositeOperation = 'copy';
    this.#context = context;
    return context;
  }
}

/** Splits a picture into tiles of at most this size, row by row from the top left. */
export function tilesOf(picture: Size, most: Size): Tile[] {
  const tiles: Tile[] = [];
  for (let y = 0; y < picture.height; y += most.height) {
    for (let x = 0; x < picture.width; x += most.width) {
      const [width, height] = [Math.min(most.width, picture.width - x), Math.min(most.height, picture.height - y)];
      tiles.push({ x, y, width, height });
    }
  }
  return tiles;
}
