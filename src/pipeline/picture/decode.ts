/**
 * A picture file → an upright, opaque picture. It is decoded by the browser (JPEG, PNG, WebP, AVIF, GIF, BMP; CMYK,
 * greyscale and 16 bits become 8-bit sRGB; of an animation, the first frame), with EXIF orientation applied. Pictures
 * that declare too many pixels are refused beforehand.
 */
import { CamLensError } from '../../errors.ts';
import { checkPicture, checkPictureSize } from './header/check-picture.ts';
import type { Orientation, PictureHeader } from './header/header.ts';
import { isSideways, isTurnedByBrowser, uprightTransform } from './turn-bitmap.ts';
import type { Picture, Size } from '../types.ts';

/**
 * Decodes a file.
 * @param name used in results and messages
 * @returns upright, opaque, 8 bits a channel, sRGB; the caller closes it (`closePicture`)
 * @throws CamLensError `picture-empty`, `picture-unreadable`
 */
export async function decodePicture(file: Blob, name: string): Promise<Picture> {
  return decodeChecked(file, name, await checkPicture(file, name));
}

/** As `decodePicture`, for a file whose header `checkPicture` has read. */
export function decodeChecked(file: Blob, name: string, header: PictureHeader): Promise<Picture> {
  return decode(file, name, header, {});
}

/**
 * A smaller copy of the picture in a file, and the size of the original, upright.
 * @param scaleOf the scale, given the upright size; values of 1 and above leave the size unchanged
 * @throws CamLensError as `decodePicture`
 */
export async function decodeReduced(
  file: Blob,
  name: string,
  scaleOf: (size: Size) => number,
): Promise<{ readonly picture: Picture; readonly size: Size }> {
  const header = await checkPicture(file, name);
  const { size: stored, orientation } = header;
  if (stored === undefined) {
    const picture = await decode(file, name, header, {});
    return { picture, size: picture };
  }
  const size = isSideways(orientation) ? turned(stored) : stored;
  const scale = scaleOf(size);
  if (scale >= 1) return { picture: await decode(file, name, header, {}), size };
  const reduced = {
    width: Math.max(1, Math.round(size.width * scale)),
    height: Math.max(1, Math.round(size.height * scale)),
  };
  const asked = (await turnsLeft(header)) !== 1 && isSideways(orientation) ? turned(reduced) : reduced;
  const picture = await decode(file, name, header, {
    resizeWidth: asked.width,
    resizeHeight: asked.height,
    resizeQuality: 'high',
  });
  return { picture, size };
}

async function decode(file: Blob, name: string, header: PictureHeader, options: ImageBitmapOptions): Promise<Picture> {
  const { format } = header;
  const bitmap = await createImageBitmap(file, { ...options, imageOrientation: 'from-image' }).catch(
    (cause: unknown) => {
      const message =
        `${name} could not be decoded: it starts as a ${format.toUpperCase()}, but is damaged or ` + 'truncated.';
      throw new CamLensError('picture-unreadable', message, { cause });
    },
  );
  const left = await turnsLeft(header);
  // JPEG has no transparency, so the copy for compositing can be avoided.
  const drawn = format === 'jpeg' && left === 1 ? bitmap : onWhite(bitmap, left, name);
  return { name, width: drawn.width, height: drawn.height, bitmap: drawn };
}

/** The rotation that the browser does not apply. */
async function turnsLeft({ format, orientation }: PictureHeader): Promise<Orientation> {
  return orientation === 1 || (await isTurnedByBrowser(format)) ? 1 : orientation;
}

function turned({ width, height }: Size): Size {
  return { width: height, height: width };
}

/**
 * A picture from pixels in memory.
 * @param pixels RGBA, alpha 255, row-major; 4 · width · height bytes
 * @param width in pixels
 * @param height in pixels
 * @param name used in results and messages
 * @throws CamLensError `bad-option` if the number of pixels does not match the size
 */
export async function pictureFromPixels(
  pixels: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number,
  name = 'pixels',
): Promise<Picture> {
  if (![width, height].every((side) => Number.isInteger(side) && side > 0) || pixels.length !== 4 * width * height) {
    const given = `${pixels.length} bytes for ${width} × ${height} pixels`;
    throw new CamLensError('bad-option', `${name}: ${given}; 4 bytes per pixel were expected, and sides of 1 or more.`);
  }
  return { name, width, height, bitmap: await createImageBitmap(new ImageData(pixels, width, height)) };
}

/**
 * A picture from a bitmap, such as a frame of a video, which is closed.
 * @param name used in results and messages
 * @returns opaque, over white
 * @throws CamLensError `picture-unreadable` if the bitmap is closed or too large
 */
export function pictureFromBitmap(bitmap: ImageBitmap, name: string): Picture {
  const { width, height } = bitmap;
  if (width === 0) throw new CamLensError('picture-unreadable', `${name} is a bitmap that was closed.`);
  try {
    checkPictureSize({ width, height }, name);
  } catch (error) {
    bitmap.close();
    throw error;
  }
  return { name, width, height, bitmap: onWhite(bitmap, 1, name) };
}

/** Frees the pixels' memory. */
export function closePicture(picture: Picture): void {
  picture.bitmap.close();
}

/** @param orientation still to be applied to the bitmap */
function onWhite(bitmap: ImageBitmap, orientation: Orientation, name: string): ImageBitmap {
  const { width, height } = bitmap;
  try {
    const canvas = isSideways(orientation) ? new OffscreenCanvas(height, width) : new OffscreenCanvas(width, height);
    // In memory rather than on the GPU, because a picture may be larger than any texture.
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (context === null) throw new Error('no canvas');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.setTransform(...uprightTransform(orientation, bitmap));
    context.drawImage(bitmap, 0, 0);
    return canvas.transferToImageBitmap();
  } catch (cause) {
    const message = `${name} (${width} × ${height}) could not be decoded: this browser has no canvas for it.`;
    throw new CamLensError('picture-unreadable', message, { cause });
  } finally {
    bitmap.close();
  }
}
