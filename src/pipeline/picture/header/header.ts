/** What the beginning of a picture's file says of it. */

/** Formats that browsers decode. */
export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'bmp' | 'avif';

/** Where row 0 and column 0 of the stored pixels are shown, as EXIF counts: 1 top and left, 6 right and top, … */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export interface StoredSize {
  /** In pixels, as they are stored: before the picture is turned upright. */
  readonly width: number;
  readonly height: number;
}

export interface HeaderWords {
  /** Undefined where it is not found. */
  readonly size: StoredSize | undefined;
  readonly orientation: Orientation;
}

export interface PictureHeader extends HeaderWords {
  readonly format: PictureFormat;
}

/** Chunks, segments or boxes that are looked through for what is sought. Pictures have some dozens. */
export const mostParts = 4096;
