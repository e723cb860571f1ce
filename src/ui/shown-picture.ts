/** A picture on the page: what is known of it, step by step. */
import type { ExplainedPicture } from '../pipeline/lens.ts';
import type { Size } from '../pipeline/types.ts';
import type { PictureSource } from './picture-source.ts';

export interface ShownPicture {
  readonly source: PictureSource;
  readonly file: Blob;
  readonly size: Size | undefined;
  /** The Lens's name for it, once it is open. */
  readonly id?: number;
  readonly original?: ImageBitmap | undefined;
  readonly explained?: ExplainedPicture;
  readonly heatmap?: ImageBitmap;
  readonly blend?: ImageBitmap;
}

export function sourceSize({ width, height }: PictureSource): Size | undefined {
  return width === undefined || height === undefined ? undefined : { width, height };
}

/** Painted bitmaps are moved to their canvases, so that a picture that comes back needs new ones. */
export function withoutPaintings({ source, file, size, id, original, explained }: ShownPicture): ShownPicture {
  return {
    source,
    file,
    size,
    original,
    ...(id === undefined ? {} : { id }),
    ...(explained === undefined ? {} : { explained }),
  };
}

/** What is left of a picture when the Lens that had it open is gone. */
export function unopened({ source, file, size, original }: ShownPicture): ShownPicture {
  return { source, file, size, original };
}

export function isExplained(picture: ShownPicture | undefined, method: string, layer: string): boolean {
  const explanations = picture?.explained?.explanations ?? [];
  return explanations.some((one) => one.method === method && one.layer === layer);
}
