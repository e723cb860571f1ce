/**
 * A PNG that marks the object's pixels of a picture. Which values mark the object, and which are left out of every
 * count, is decided by mask-values.ts.
 */
import { decode } from 'fast-png';
import { CamLensError } from '../errors.ts';
import { criticalPng, type PngHeader } from './critical-png.ts';
import { markedBy } from './mask-values.ts';

export interface Mask {
  readonly width: number;
  readonly height: number;
  /** [height, width]: 1 on the object, 0 on the background, 255 where a pixel is ignored. */
  readonly values: Uint8Array;
}

/** Of the file; as many pixels as a picture may have; and what they take as the file stores them. */
export const mostOfMask = { file: 2 ** 26, pixels: 2 ** 27, bytes: 2 ** 28 } as const;

/**
 * Palettes, and grey levels of 1 to 16 bits; RGB and alpha if all pixels are grey and opaque.
 * @param path decides how grey values are read
 * @param place name of the file in messages
 * @param check throws if the size will not do, before pixels are expanded
 * @throws CamLensError `annotation-unreadable` if it is damaged, interlaced, or its values can be read in two ways;
 *   `annotation-empty` without a pixel of the object; `limit-exceeded`
 */
export function readMask(
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
  place: string,
  check: (size: Pick<Mask, 'width' | 'height'>) => void = () => undefined,
): Mask {
  const { header, file } = criticalPng(bytes, place, mostOfMask, check);
  const { width, height } = header;
  const { samples, palette } = decoded(file, header, place);
  const values = markedBy(samples, { depth: header.depth, palette, path, place });
  if (!values.includes(1)) throw new CamLensError('annotation-empty', `${place} has no pixel of an object.`);
  return { width, height, values };
}

interface Samples {
  /** [height, width]: grey levels, or indices of the palette. */
  readonly samples: Uint8Array | Uint16Array;
  readonly palette: readonly (readonly number[])[] | undefined;
}

function decoded(file: Uint8Array, header: PngHeader, place: string): Samples {
  let png: ReturnType<typeof decode>;
  try {
    png = decode(file, { checkCrc: true });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CamLensError('annotation-unreadable', `${place} is not a valid PNG: ${why}.`, { cause });
  }
  const data = png.data instanceof Uint16Array ? png.data : new Uint8Array(png.data);
  if (png.channels > 1) return { samples: greyOf(data, png.channels, header.depth, place), palette: undefined };
  return { samples: png.depth < 8 ? unpacked(data, header) : data, palette: png.palette };
}

/** One level per pixel, of pixels that are grey and opaque. */
function greyOf(
  data: Uint8Array | Uint16Array,
  channels: number,
  depth: number,
  place: string,
): Uint8Array | Uint16Array {
  const grey = data.slice(0, data.length / channels);
  const [opaque, colours] = [2 ** depth - 1, channels > 2 ? 3 : 1];
  for (let i = 0; i < grey.length; i++) {
    const at = i * channels;
    grey[i] = data[at]!;
    const isGrey = colours === 1 || (data[at] === data[at + 1] && data[at] === data[at + 2]);
    const isOpaque = colours === channels || data[at + colours] === opaque;
    if (isGrey && isOpaque) continue;
    throw new CamLensError(
      'annotation-unreadable',
      `${place} has ${isGrey ? 'transparent' : 'coloured'} pixels; a mask is a grey PNG, or one with a palette.`,
    );
  }
  return grey;
}

/** Several pixels share a byte, the first its highest bits; each row starts with a byte of its own. */
function unpacked(data: ArrayLike<number>, { width, height, depth }: PngHeader): Uint8Array {
  const [values, stride, most] = [new Uint8Array(width * height), Math.ceil((width * depth) / 8), 2 ** depth - 1];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const bit = x * depth;
      values[i] = (data[y * stride + (bit >> 3)]! >> (8 - depth - (bit & 7))) & most;
    }
  }
  return values;
}
