/** What the start of a picture's file says about it. */

/** Formats that browsers decode. */
export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'bmp' | 'avif';

/**
 * Where row 0 and column 0 of the stored pixels are displayed, numbered as in EXIF: 1 top and left, 6 right and top, …
 */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export interface StoredSize {
  /** In pixels, as stored: before the picture is rotated upright. */
  readonly width: number;
  readonly height: number;
}

export interface HeaderWords {
  /** Undefined if not found. */
  readonly size: StoredSize | undefined;
  readonly orientation: Orientation;
}

export interface PictureHeader extends HeaderWords {
  readonly format: PictureFormat;
}

/** The most chunks, segments or boxes to search. Pictures have a few dozen. */
export const mostParts = 4096;
