/** An explanation in words, for screen readers: class, probability, and where in the picture the evidence lies. */
import type { Explanation } from '../../pipeline/recipe/explanation.ts';
import type { Box, Size } from '../../pipeline/types.ts';
import { classInWords } from '../explain/target-words.ts';
import type { EmbeddedResult } from './asked.ts';
import type { ElementStrings } from './strings.ts';

/** "German shepherd, 99.2 %. The evidence (Grad-CAM) lies in the upper left of the picture, in a box of 12.0 % of its area." */
export function evidenceInWords(
  { info, explained, explanation }: EmbeddedResult,
  picture: Size,
  strings: ElementStrings,
): string {
  const { class: target, box, method } = explanation;
  const score =
    target.weights === undefined ? explained.classes.find(({ index }) => index === target.index) : undefined;
  const name = classInWords(target, info.classes, strings.andNot);
  const what = score === undefined ? `${name}.` : `${name}, ${strings.percent(score.probability)}.`;
  const title = info.methods.find((one) => one.name === method)?.title ?? method;
  if (box === null) return `${what} ${strings.noEvidence(title)}`;
  const where = placeInWords(box, picture, strongest(explanation.map, picture), strings);
  return `${what} ${strings.evidence(title, where)}`;
}

/**
 * Where a box is, by its centre, in ninths of the picture, and its share of the area; if it covers most of the picture,
 * by the strongest point.
 * @param strongest in pixels of the picture
 */
export function placeInWords(
  box: Box,
  picture: Size,
  strongest: readonly [x: number, y: number],
  { allOver, boxAt, percent, places }: ElementStrings,
): string {
  const [x0, y0, x1, y1] = box;
  const share = ((x1 - x0) * (y1 - y0)) / (picture.width * picture.height);
  const place = (point: readonly [x: number, y: number]): string => {
    const [row, column] = ninthOf(point, picture);
    return places[row][column];
  };
  return share > 2 / 3 ? allOver(place(strongest)) : boxAt(place([(x0 + x1) / 2, (y0 + y1) / 2]), percent(share));
}

/** The centre of a raw map's largest value, in pixels of the picture. */
export function strongest({ width, height, values }: Explanation['map'], picture: Size): readonly [number, number] {
  const at = values.reduce((best, value, index) => (value > (values[best] ?? -Infinity) ? index : best), 0);
  const [column, row] = [at % width, Math.floor(at / width)];
  return [((column + 0.5) * picture.width) / width, ((row + 0.5) * picture.height) / height];
}

type Third = 0 | 1 | 2;

/** The third of the picture's height, from the top, and that of its width in which a point is. */
export function ninthOf(
  [x, y]: readonly [x: number, y: number],
  { width, height }: Size,
): readonly [row: Third, column: Third] {
  const third = (share: number) => Math.min(2, Math.floor(3 * share)) as Third;
  return [third(y / height), third(x / width)];
}
