/** A visitor's files as pictures of the strip. Nothing leaves the page. */
import { closePicture, decodeReduced } from '../../pipeline/picture/decode.ts';
import { CamLensError } from '../../errors.ts';
import { fetchPicture } from '../shared/fetch-picture.ts';
import type { PictureSource } from '../shared/picture-source.ts';

/**
 * Size of a thumbnail in pixels: twice the strip's height, for high-resolution screens; of wide pictures it shows the
 * middle.
 */
const thumbnailMost = { width: 1152, height: 144 };

export async function takeFile(file: File): Promise<PictureSource> {
  const thumbnail = await makeThumbnail(file);
  return {
    key: `own:${freshName()}`,
    name: file.name === '' ? 'pasted picture' : file.name,
    truths: [],
    load: async () => file,
    ...(thumbnail === undefined ? {} : { thumbnail }),
  };
}

/**
 * A picture from a URL.
 * @param address relative to the page
 * @param signal ends the download
 * @throws CamLensError `bad-option` if it is no URL of a file on the web; as `fetchPicture`
 */
export async function takeUrl(address: string, signal: AbortSignal | null = null): Promise<PictureSource> {
  const url = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new CamLensError('bad-option', `${address} is not the address of a picture; https://… was expected.`);
  }
  const name = decodeName(url);
  // With neither cookies nor a referrer.
  const picture = await fetchPicture(url.href, { referrerPolicy: 'no-referrer', credentials: 'omit', signal });
  const source = await takeFile(new File([picture], name));
  return { ...source, key: `url:${address}` };
}

function decodeName({ pathname, host }: URL): string {
  const last = pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last) || host;
  } catch {
    return last;
  }
}

/** Of what was given from the device; never that of another visit, whose address may be opened again. */
export function freshName(): string {
  return crypto.getRandomValues(new Uint32Array(2)).reduce((name, part) => name + part.toString(36), '');
}

/**
 * A fetched picture among others: the one that is there already if its file is the same; else the fetched one, under a
 * key of its own if what its address names has changed.
 */
export async function fetchedAmong(pictures: readonly PictureSource[], source: PictureSource): Promise<PictureSource> {
  const known = pictures.find(({ key }) => key === source.key);
  if (known === undefined) return source;
  if (!(await isSameFile(await known.load(), await source.load()))) return { ...source, key: `own:${freshName()}` };
  releaseFile(source);
  return known;
}

async function isSameFile(one: Blob, other: Blob): Promise<boolean> {
  if (one.size !== other.size) return false;
  const [a, b] = await Promise.all([one, other].map(async (file) => new Uint8Array(await file.arrayBuffer())));
  return a!.every((byte, index) => byte === b![index]);
}

/** Frees the thumbnail's memory. */
export function releaseFile(source: PictureSource): void {
  if (source.thumbnail?.startsWith('blob:') === true) URL.revokeObjectURL(source.thumbnail);
}

/** A small still picture, whatever the file's size; undefined if it cannot be decoded. */
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
 * The picture of the file: upright, its first frame, over white; no side longer than `longest`.
 * @throws CamLensError if the browser cannot decode it
 */
export async function decodeOriginal(
  file: Blob,
  name: string,
  longest: number,
): Promise<{ readonly bitmap: ImageBitmap; readonly width: number; readonly height: number }> {
  const { picture, size } = await decodeReduced(file, name, ({ width, height }) => longest / Math.max(width, height));
  return { bitmap: picture.bitmap, width: size.width, height: size.height };
}
