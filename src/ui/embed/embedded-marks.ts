/** The boxes over an embedded picture. */
import type { Box, Size } from '../../pipeline/types.ts';
import { boxMarks, type BoxMark } from '../shared/box-marks.ts';
import type { Found } from './embedded-picture.ts';

/** True boxes, and the box that was found where it is wanted. */
export function marksOf(
  found: Found | undefined,
  isWanted: boolean,
  truths: readonly Box[],
  picture: Size | undefined,
): readonly BoxMark[] {
  if (found === undefined) return boxMarks([], { methods: [], layer: '' }, [], truths, picture);
  const { method, layer } = found.explanation;
  const shown = { methods: isWanted ? [method] : [], layer };
  return boxMarks([found.explanation], shown, found.info.methods, truths, picture);
}

/** Those that belong on the picture itself, too. */
export function trueOnly(marks: readonly BoxMark[]): readonly BoxMark[] {
  return marks.filter(({ key }) => key.startsWith('truth:'));
}
