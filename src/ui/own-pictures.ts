/** A visitor's files as pictures of the strip. Nothing leaves the page. */
import type { PictureSource } from './picture-source.ts';

/** Height of a thumbnail in pixels: twice what the strip shows, for fine screens. */
const thumbnailHeight = 144;

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

/** A small still picture, whatever the file's size; undefined where the browser cannot decode it. */
async function makeThumbnail(file: Blob): Promise<string | undefined> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { resizeHeight: thumbnailHeight, resizeQuality: 'medium' });
  } catch {
    return undefined;
  }
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  drawOnWhite(canvas, bitmap);
  return URL.createObjectURL(await canvas.convertToBlob());
}

/**
 * The picture as it stands in the file: upright, its first frame, over white; no side longer than `longest`.
 * @throws DOMException where the browser cannot decode it
 */
export async function decodeOriginal(
  file: Blob,
  longest: number,
): Promise<{ readonly bitmap: ImageBitmap; readonly width: number; readonly height: number }> {
  const decoded = await createImageBitmap(file);
  const { width, height } = decoded;
  const scale = Math.min(1, longest / width, longest / height);
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  drawOnWhite(canvas, decoded);
  return { bitmap: canvas.transferToImageBitmap(), width, height };
}

function drawOnWhite(canvas: OffscreenCanvas, bitmap: ImageBitmap): void {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('This browser has no 2D canvas.');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
}
