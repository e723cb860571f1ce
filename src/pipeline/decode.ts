/**
 * A picture file → an upright, opaque picture. The browser's own decoders do the work (JPEG, PNG, WebP, AVIF, GIF,
 * BMP; CMYK, greyscale and 16 bits become 8-bit sRGB; of an animation the first frame), with EXIF orientation applied.
 */
import { CamLensError } from '../errors.ts';
import type { Picture } from './types.ts';

/**
 * Decodes a file.
 * @param name what messages call it
 * @throws CamLensError `picture-empty`, `picture-unreadable`
 */
export async function decodePicture(file: Blob, name: string): Promise<Picture> {
  if (file.size === 0) throw new CamLensError('picture-empty', `${name} is empty (0 bytes); a picture was expected.`);
  // Side by side, for each waits for the thread, which may be running a network, as often as it reads.
  const [bitmap, isOpaque] = await Promise.all([
    createImageBitmap(file, { imageOrientation: 'from-image' }),
    isJpeg(file),
  ]).catch((cause: unknown) => {
    throw new CamLensError(
      'picture-unreadable',
      `${name} could not be decoded: it is no picture this browser reads (JPEG, PNG, WebP, AVIF, GIF, BMP), or it is cut off.`,
      { cause },
    );
  });
  const { width, height } = bitmap;
  return { name, width, height, bitmap: isOpaque ? bitmap : onWhite(bitmap, name) };
}

/** A picture over pixels that are there already: RGBA, alpha 255, row-major. */
export async function pictureFromPixels(
  pixels: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number,
  name = 'pixels',
): Promise<Picture> {
  return { name, width, height, bitmap: await createImageBitmap(new ImageData(pixels, width, height)) };
}

/** Gives the pixels' memory back. */
export function closePicture(picture: Picture): void {
  picture.bitmap.close();
}

/** JPEG has no transparency, so the one copy that compositing costs can be spared. */
async function isJpeg(file: Blob): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0xff && second === 0xd8;
}

function onWhite(bitmap: ImageBitmap, name: string): ImageBitmap {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  // In memory rather than on the GPU: a picture may be larger than any texture.
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) {
    throw new CamLensError(
      'picture-unreadable',
      `${name} (${bitmap.width} × ${bitmap.height}) is too large for a canvas.`,
    );
  }
  context.fillStyle = '#fff';
  context.fillRect(0, 0, bitmap.width, bitmap.height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.transferToImageBitmap();
}
