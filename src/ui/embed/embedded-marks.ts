/** The boxes over an embedded picture. */
import type { Box, Size } from '../../pipeline/types.ts';
import { boxMarks, type BoxMark } from '../shared/box-marks.ts';
import type { EmbeddedResult } from './asked.ts';

/** True boxes and, if requested, the box that was found. */
export function marksOf(
  found: EmbeddedResult | undefined,
  isWanted: boolean,
  truths: readonly Box[],
  picture: Size | undefined,
): readonly BoxMark[] {
  if (found === undefined) return boxMarks([], { methods: [], layer: '' }, [], truths, picture);
  const { method, layer } = found.explanation;
  const shown = { methods: isWanted ? [method] : [], layer };
  return boxMarks([found.explanation], shown, found.info.methods, truths, picture);
}

/** Those that also belong on the original picture. */
export function trueOnly(marks: readonly BoxMark[]): readonly BoxMark[] {
  return marks.filter(({ key }) => key.startsWith('truth:'));
}
