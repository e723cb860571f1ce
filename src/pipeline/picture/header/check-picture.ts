/** Limits on pictures, checked before decoding. */
import { CamLensError } from '../../../errors.ts';
import type { Size } from '../../types.ts';
import { otherKind, tellingBytes } from './other-kinds.ts';
import type { PictureHeader } from './header.ts';
import { readPictureHeader } from './read-picture-header.ts';

/** Of decoded pictures: 512 MiB at four bytes per pixel, and the longest side of a canvas. */
export const pictureLimits = { pixels: 2 ** 27, side: 65_535 } as const;

/**
 * The header of a picture that can be decoded, as far as it is known.
 * @param name in messages
 * @throws CamLensError `picture-empty`, `picture-unreadable`
 */
export async function checkPicture(file: Blob, name: string): Promise<PictureHeader> {
  if (file.size === 0) throw new CamLensError('picture-empty', `${name} is empty (0 bytes); a picture was expected.`);
  let header: PictureHeader | undefined;
  try {
    header = await readPictureHeader(file);
  } catch (cause) {
    throw new CamLensError('picture-unreadable', `The bytes of ${name} cannot be read: ${String(cause)}.`, { cause });
  }
  if (header === undefined) throw new CamLensError('picture-unreadable', await whatItIs(file, name));
  const { size, format } = header;
  // Only its decoder may know the size of an AVIF.
  if (size === undefined && format === 'avif') return header;
  if (size === undefined || size.width < 1 || size.height < 1) {
    const message = `${name} is damaged or truncated: it starts as a ${format.toUpperCase()}, but has no size.`;
    throw new CamLensError('picture-unreadable', message);
  }
  checkPictureSize(size, name);
  return header;
}

/** @throws CamLensError `picture-unreadable` if the picture has too many pixels */
export function checkPictureSize({ width, height }: Size, name: string): void {
  if (width <= pictureLimits.side && height <= pictureLimits.side && width * height <= pictureLimits.pixels) return;
  const message =
    `${name} declares ${width} × ${height} pixels; the limit is ${pictureLimits.pixels} pixels, and ${pictureLimits.side} for each side. ` +
    'Make a smaller copy of it.';
  throw new CamLensError('picture-unreadable', message);
}

async function whatItIs(file: Blob, name: string): Promise<string> {
  const start = new Uint8Array(await file.slice(0, tellingBytes).arrayBuffer());
  const other = otherKind(start);
  return other === undefined
    ? `${name} could not be decoded: it is not a picture that this browser reads (JPEG, PNG, WebP, ` +
        'AVIF, GIF, BMP).'
    : `${name} is ${other.what}, which browsers do not decode as a picture: ${other.advice}.`;
}
