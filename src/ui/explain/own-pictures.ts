/** A visitor's files as pictures of the strip. Nothing leaves the page. */
import { closePicture, decodeReduced } from '../../pipeline/picture/decode.ts';
import type { PictureSource } from '../shared/picture-source.ts';

/** Of a thumbnail in pixels: twice the height that the strip shows, for fine screens; of wide pictures it shows the middle. */
const thumbnailMost = { width: 1152, height: 144 };

let filesTaken = 0;

export async function takeFile(file: File): Promise<PictureSource> {
  filesTaken += 1;
  const thumbnail = await makeThumbnail(file);
  return {
    key: `own:${filesTaken}`,
    name: file.name === '' ? 'pasted picture' : file.name,
    truths: [],
    load: async () => file,
    ...(thumbnail === undefined ? {} : { thumbnail }),
  };
}

/** Gives the thumbnail's memory back. */
export function releaseFile(source: PictureSource): void {
  if (source.thumbnail?.startsWith('blob:') === true) URL.revokeObjectURL(source.thumbnail);
}

/** A small still picture, whatever the file's size; undefined where it cannot be decoded, for whatever reason. */
async function makeThumbnail(file: Blob): Promise<string | undefined> {
  try {
    const { picture } = await decodeReduced(file, 'thumbnail', ({ width, height }) =>
      Math.min(thumbnailMost.height / height, thumbnailMost.width / width),
    );
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    canvas.getContext('2d')?.drawImage(picture.bitmap, 0, 0);
    closePicture(picture);
    return URL.createObjectURL(await canvas.convertToBlob());
  } catch {
    return undefined;
  }
}

/**
 * The picture as it stands in the file: upright, its first frame, over white; no side longer than `longest`.
 * @throws CamLensError where the browser cannot decode it
 */
export async function decodeOriginal(
  file: Blob,
  name: string,
  longest: number,
): Promise<{ readonly bitmap: ImageBitmap; readonly width: number; readonly height: number }> {
  const { picture, size } = await decodeReduced(file, name, ({ width, height }) => longest / Math.max(width, height));
  return { bitmap: picture.bitmap, width: size.width, height: size.height };
}
