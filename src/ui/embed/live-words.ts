/** The explanation of a frame in a few words: "German shepherd, 99 %; evidence in the upper right". */
import type { Size } from '../../pipeline/types.ts';
import { classInWords } from '../explain/target-words.ts';
import type { EmbeddedResult } from './asked.ts';
import { ninthOf, strongest } from './evidence-words.ts';
import type { ElementStrings } from './strings.ts';

export function liveInWords(
  { info, explained, explanation }: EmbeddedResult,
  picture: Size,
  strings: ElementStrings,
): string {
  const { class: target, box, map } = explanation;
  const name = classInWords(target, info.classes, strings.andNot);
  const score =
    target.weights === undefined ? explained.classes.find(({ index }) => index === target.index) : undefined;
  const what = score === undefined ? name : `${name}, ${strings.wholePercent(score.probability)}`;
  if (box === null) return `${what}; ${strings.noShortEvidence}`;
  const [row, column] = ninthOf(strongest(map, picture), picture);
  return `${what}; ${strings.shortEvidence(strings.places[row][column])}`;
}
