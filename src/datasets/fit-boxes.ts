/**
 * Fits the true boxes of an annotation to the actual picture: rotated if they were drawn on the unrotated picture, and
 * clipped.
 */
import { CamLensError } from '../errors.ts';
import { clipBox, isEmpty } from './clip-box.ts';
import type { ReportProblem } from './problems.ts';
import type { Annotation } from './annotation-reading.ts';
import type { Box } from './read-voc.ts';
import { isSideways, turnBox, type StoredPicture } from './turn-box.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Reports `annotation-size`, `annotation-turned`, `box-clipped` and `box-empty`.
 * @param picture its size and orientation as stored in its file; if unknown, the annotation is trusted
 * @throws CamLensError `annotation-empty` if no box has an area inside the picture
 */
export function fitBoxes(
  annotation: Annotation,
  picture: StoredPicture | undefined,
  report: ReportProblem,
): readonly Box[] {
  const { id, place } = annotation;
  const turned = picture === undefined ? unlessRelative(annotation) : inUpright(annotation, picture, report);
  const size = picture === undefined ? annotation.size : uprightSize(picture);
  const boxes = turned.flatMap((box) => {
    const clipped = size === undefined ? box : clipBox(box, size);
    const [was, is] = [box, clipped].map((corners) => `[${corners.join(', ')}]`);
    if (isEmpty(clipped)) {
      const message = `${place} has a box without area inside its picture, ${was}; it was ignored.`;
      report({ id, code: 'box-empty', message });
      return [];
    }
    if (was !== is) {
      report({
        id,
        code: 'box-clipped',
        message: `A box in ${place} extends beyond its picture: ${was} was clipped to ${is}.`,
      });
    }
    return [clipped];
  });
  if (boxes.length === 0)
    throw new CamLensError('annotation-empty', `${place} has no box with an area inside its picture.`);
  return boxes;
}

/** The size of the picture as displayed. */
export function uprightSize({ width, height, orientation }: StoredPicture): Size {
  return isSideways(orientation) ? { width: height, height: width } : { width, height };
}

/** @throws CamLensError `annotation-unreadable` */
function unlessRelative({ place, boxes = [], isRelative }: Annotation): readonly Box[] {
  if (isRelative !== true) return boxes;
  const message = `${place} gives boxes as shares of the size of its picture, which is not known.`;
  throw new CamLensError('annotation-unreadable', message);
}

function inUpright(
  { id, place, size, boxes = [], isRelative }: Annotation,
  picture: StoredPicture,
  report: ReportProblem,
): readonly Box[] {
  const upright = uprightSize(picture);
  if (isRelative === true) {
    const { width, height } = upright;
    return boxes.map(([x0, y0, x1, y1]) => [
      inPixels(x0, width),
      inPixels(y0, height),
      inPixels(x1, width),
      inPixels(y1, height),
    ]);
  }
  if (size === undefined || isSame(size, upright)) return boxes;
  const [stated, is] = [size, upright].map(({ width, height }) => `${width} × ${height}`);
  if (isSame(size, picture)) {
    const message =
      `${place} gives ${stated}, the size of its picture before it is rotated to ${is} (EXIF ` +
      `orientation ${picture.orientation}); its boxes were rotated too.`;
    report({ id, code: 'annotation-turned', message });
    return boxes.map((box) => turnBox(box, picture));
  }
  const message = `${place} gives ${stated}, but its picture has ${is} pixels; its boxes were used unchanged.`;
  report({ id, code: 'annotation-size', message });
  return boxes;
}

/** Shares of the size are written with six decimals: what is a whole pixel but for their rounding is that pixel. */
function inPixels(share: number, size: number): number {
  const pixels = share * size;
  const whole = Math.round(pixels);
  return Math.abs(pixels - whole) <= 2e-6 * size ? whole : pixels;
}

function isSame(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}
