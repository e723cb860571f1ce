/** Thumbnails of pictures. */
import { closePicture, decodeReduced } from '../pipeline/picture/decode.ts';

/** Longest side in pixels. */
const side = 240;

/** A JPEG file, upright, with transparency over white; undefined if the browser cannot decode the picture. */
export async function makeThumbnail(file: Blob): Promise<Blob | undefined> {
  try {
    const { picture } = await decodeReduced(file, 'thumbnail', ({ width, height }) => side / Math.max(width, height));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    canvas.getContext('2d')?.drawImage(picture.bitmap, 0, 0);
    closePicture(picture);
    return await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
  } catch {
    return undefined;
  }
}

/** A file as a data: URL. */
export async function dataUriOf(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  // In pieces, because the number of arguments of a call is limited.
  for (let start = 0; start < bytes.length; start += 2 ** 15) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 2 ** 15));
  }
  return `data:${file.type};base64,${btoa(binary)}`;
}

/** Thumbnails as data: URIs, by id, except of pictures that cannot be decoded. */
export async function thumbnailsOf(
  pictures: AsyncIterable<{ readonly id: string; readonly file: Blob }>,
): Promise<ReadonlyMap<string, string>> {
  const thumbnails = new Map<string, string>();
  for await (const { id, file } of pictures) {
    const thumbnail = await makeThumbnail(file);
    if (thumbnail !== undefined) thumbnails.set(id, await dataUriOf(thumbnail));
  }
  return thumbnails;
}
