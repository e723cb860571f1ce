/** The true mask of a picture, and the boxes around the object's parts. */
import { mostOfMask, readMask, type Mask } from '../datasets/read-mask.ts';
import { CamLensError } from '../errors.ts';
import type { Box } from '../evaluation/iou.ts';
import { components } from '../pipeline/engine/cpu/components.ts';
import type { Size } from '../pipeline/types.ts';
import type { UndecodedMask } from './run-choice.ts';

/**
 * @param picture the upright size, if it is known: another is refused before pixels are expanded
 * @throws CamLensError as `readMask` and `checkMaskSize`; `file-unreadable`
 */
export async function openMask({ file, path, place }: UndecodedMask, picture?: Size): Promise<Mask> {
  if (file.size > mostOfMask.file) {
    const message = `${place} has ${file.size} bytes; the limit for masks is ${mostOfMask.file}.`;
    throw new CamLensError('limit-exceeded', message);
  }
  const bytes = await file.arrayBuffer().catch((cause: unknown) => {
    throw new CamLensError('file-unreadable', `The mask ${place} cannot be read: ${String(cause)}.`, { cause });
  });
  return readMask(new Uint8Array(bytes), path, place, (mask) => {
    if (picture !== undefined) checkMaskSize(mask, picture, place);
  });
}

/** @throws CamLensError `mask-size` if it is not that of the upright picture */
export function checkMaskSize(mask: Size, picture: Size, place: string): void {
  if (mask.width === picture.width && mask.height === picture.height) return;
  const [marked, shown] = [mask, picture].map(({ width, height }) => `${width} × ${height}`);
  const isTurned = mask.width === picture.height && mask.height === picture.width;
  const why = isTurned ? ', which is displayed rotated (EXIF orientation); rotate the mask too' : '';
  throw new CamLensError('mask-size', `${place} has ${marked} pixels; its picture has ${shown}${why}.`);
}

/** Parts of an object with a smaller share of its pixels are specks. */
const leastShare = 0.01;

/**
 * The extents of the 8-connected components, half-open, the largest first: at most 100, because those with less than 1 %
 * of the object's pixels are left out.
 */
export function boxesOfMask({ width, height, values }: Mask): readonly Box[] {
  const marked = new Uint8Array(values.length);
  let pixels = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] !== 1) continue;
    marked[i] = 1;
    pixels++;
  }
  const regions = components(marked, { width, height });
  const parts = regions.ofArea(leastShare * pixels);
  return (parts.length > 0 ? parts : [regions.largest!]).map(({ box }) => box);
}
