/** The canvas transform that draws stored pixels upright, and which browsers have applied it already. */
import type { Orientation, PictureFormat } from './header/header.ts';
import type { Size } from '../types.ts';

/** [a, b, c, d, e, f] of `setTransform`: x' = a·x + c·y + e, y' = b·x + d·y + f. */
type Transform = readonly [number, number, number, number, number, number];

/** By orientation, for stored pixels w wide and h high. */
const transforms: Readonly<Record<Orientation, (w: number, h: number) => Transform>> = {
  1: () => [1, 0, 0, 1, 0, 0],
  2: (w) => [-1, 0, 0, 1, w, 0],
  3: (w, h) => [-1, 0, 0, -1, w, h],
  4: (_w, h) => [1, 0, 0, -1, 0, h],
  5: () => [0, 1, 1, 0, 0, 0],
  6: (_w, h) => [0, 1, -1, 0, h, 0],
  7: (w, h) => [0, -1, -1, 0, h, w],
  8: (w) => [0, -1, 1, 0, 0, w],
};

export function uprightTransform(orientation: Orientation, { width, height }: Size): Transform {
  return transforms[orientation](width, height);
}

/** Whether width and height are swapped. */
export function isSideways(orientation: Orientation): boolean {
  return orientation >= 5;
}

/**
 * Pictures 2 wide and 1 high that EXIF rotates, for formats whose orientation not every browser respects; all respect
 * that of JPEG and of AVIF.
 */
const probes: Partial<Readonly<Record<PictureFormat, string>>> = {
  webp: 'UklGRk4AAABXRUJQVlA4WAoAAAAIAAAAAQAAAAAAVlA4TA4AAAAvAQAAAAcQEf0PRET/A0VYSUYaAAAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAA=',
  png: 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABAQAAAADcWUInAAAAGmVYSWZNTQAqAAAACAABARIAAwAAAAEABgAAAAAAANZnS2kAAAAKSURBVHicY2AAAAACAAFIr6RxAAAAAElFTkSuQmCC',
};

const answers = new Map<PictureFormat, Promise<boolean>>();

/** Whether this browser rotates pictures of the format upright by itself; tested once. */
export function isTurnedByBrowser(format: PictureFormat): Promise<boolean> {
  const known = answers.get(format) ?? probe(probes[format]);
  answers.set(format, known);
  return known;
}

async function probe(picture: string | undefined): Promise<boolean> {
  if (picture === undefined) return true;
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes]), { imageOrientation: 'from-image' });
  const isTurned = bitmap.height > bitmap.width;
  bitmap.close();
  return isTurned;
}
