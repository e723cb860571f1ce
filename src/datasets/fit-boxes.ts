/** The true boxes of an annotation, in the picture as it is: turned where they were drawn on the unturned one, and cut to it. */
import { CamLensError } from '../errors.ts';
import { clipBox, isEmpty } from './clip-box.ts';
import type { Report } from './problems.ts';
import type { Annotation } from './read-annotations.ts';
import type { Box } from './read-voc.ts';
import { isSideways, turnBox, type StoredPicture } from './turn-box.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Reports `annotation-size`, `annotation-turned`, `box-clipped` and `box-empty`.
 * @param picture its size and orientation as they stand in its file; where they are not known, the annotation is believed
 * @throws CamLensError `annotation-empty` where no box has an area in the picture
 */
export function fitBoxes(annotation: Annotation, picture: StoredPicture | undefined, report: Report): readonly Box[] {
  const { id, place } = annotation;
  const turned = picture === undefined ? annotation.boxes : inUpright(annotation, picture, report);
  const size = picture === undefined ? annotation.size : uprightSize(picture);
  const boxes = turned.flatMap((box) => {
    const clipped = size === undefined ? box : clipBox(box, size);
    const [was, is] = [box, clipped].map((corners) => `[${corners.join(', ')}]`);
    if (isEmpty(clipped)) {
      const message = `${place} has a box without area inside its picture, ${was}; left out.`;
      report({ id, code: 'box-empty', message });
      return [];
    }
    if (was !== is) {
      report({ id, code: 'box-clipped', message: `A box in ${place} leaves its picture: ${was} became ${is}.` });
    }
    return [clipped];
  });
  if (boxes.length === 0)
    throw new CamLensError('annotation-empty', `${place} has no box with an area in its picture.`);
  return boxes;
}

/** What it is when it is shown. */
export function uprightSize({ width, height, orientation }: StoredPicture): Size {
  return isSideways(orientation) ? { width: height, height: width } : { width, height };
}

function inUpright({ id, place, size, boxes }: Annotation, picture: StoredPicture, report: Report): readonly Box[] {
  const upright = uprightSize(picture);
  if (size === undefined || isSame(size, upright)) return boxes;
  const [stated, is] = [size, upright].map(({ width, height }) => `${width} × ${height}`);
  if (isSame(size, picture)) {
    const message =
      `${place} states ${stated}, the size of its picture before it is turned as its file says (EXIF orientation ` +
      `${picture.orientation}) to ${is}; its boxes were turned with it.`;
    report({ id, code: 'annotation-turned', message });
    return boxes.map((box) => turnBox(box, picture));
  }
  const message = `${place} states ${stated}, and its picture has ${is} pixels; its boxes were taken as they stand.`;
  report({ id, code: 'annotation-size', message });
  return boxes;
}

function isSame(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}
