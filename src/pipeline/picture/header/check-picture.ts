/** What is decoded, before any of it is. */
import { CamLensError } from '../../../errors.ts';
import { otherKind, tellingBytes } from './other-kinds.ts';
import type { PictureHeader } from './header.ts';
import { readPictureHeader } from './read-picture-header.ts';

/** Of a picture that is decoded: 512 MiB at four bytes a pixel, and the longest side that a canvas has. */
export const pictureLimits = { pixels: 2 ** 27, side: 65_535 } as const;

/**
 * The header of a picture that can be decoded, as far as it says.
 * @param name what messages call it
 * @throws CamLensError `picture-empty`, `picture-unreadable`
 */
export async function checkPicture(file: Blob, name: string): Promise<PictureHeader> {
  if (file.size === 0) throw new CamLensError('picture-empty', `${name} is empty (0 bytes); a picture was expected.`);
  let header: PictureHeader | undefined;
  try {
    header = await readPictureHeader(file);
  } catch (cause) {
    throw new CamLensError('picture-unreadable', `The bytes of ${name} cannot be had: ${String(cause)}.`, { cause });
  }
  if (header === undefined) throw new CamLensError('picture-unreadable', await whatItIs(file, name));
  const { size, format } = header;
  // Of an AVIF nobody but its decoder may know.
  if (size === undefined && format === 'avif') return header;
  if (size === undefined || size.width < 1 || size.height < 1) {
    const message = `${name} is damaged or cut off: it begins as a ${format.toUpperCase()} and has no size.`;
    throw new CamLensError('picture-unreadable', message);
  }
  const { width, height } = size;
  if (width > pictureLimits.side || height > pictureLimits.side || width * height > pictureLimits.pixels) {
    const message =
      `${name} states ${width} × ${height} pixels; pictures of up to ${pictureLimits.pixels} pixels are decoded, no side ` +
      `longer than ${pictureLimits.side}. Make a smaller copy of it.`;
    throw new CamLensError('picture-unreadable', message);
  }
  return header;
}

async function whatItIs(file: Blob, name: string): Promise<string> {
  const start = new Uint8Array(await file.slice(0, tellingBytes).arrayBuffer());
  const other = otherKind(start);
  return other === undefined
    ? `${name} could not be decoded: it is no picture this browser reads (JPEG, PNG, WebP, AVIF, GIF, BMP).`
    : `${name} is ${other.what}, which browsers do not decode as a picture: ${other.advice}.`;
}
