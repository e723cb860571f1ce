/** An explanation in words, for screen readers: class, probability, and where in the picture the evidence lies. */
import type { Explanation } from '../../pipeline/recipe/explanation.ts';
import type { Box, Size } from '../../pipeline/types.ts';
import { classInWords } from '../explain/target-words.ts';
import { percent } from '../shared/words.ts';
import type { EmbeddedResult } from './asked.ts';

const across = ['left', 'middle', 'right'] as const;
const down = ['upper', 'middle', 'lower'] as const;

/** "German shepherd, 99.2 %. The evidence (Grad-CAM) lies in the upper left and covers 12 % of the picture." */
export function evidenceInWords({ info, explained, explanation }: EmbeddedResult, picture: Size): string {
  const { class: target, box, method } = explanation;
  const score =
    target.weights === undefined ? explained.classes.find(({ index }) => index === target.index) : undefined;
  const name = classInWords(target, info.classes);
  const what = score === undefined ? `${name}.` : `${name}, ${percent(score.probability)}.`;
  const title = info.methods.find((one) => one.name === method)?.title ?? method;
  if (box === null) return `${what} ${title} finds no evidence that stands out.`;
  return `${what} The evidence (${title}) lies ${placeInWords(box, picture, strongest(explanation.map, picture))}.`;
}

/**
 * Where a box is, by its centre, in ninths of the picture, and its share of the area; if it covers most of the picture,
 * by the strongest point.
 * @param strongest in pixels of the picture
 */
export function placeInWords(box: Box, picture: Size, strongest: readonly [x: number, y: number]): string {
  const [x0, y0, x1, y1] = box;
  const share = ((x1 - x0) * (y1 - y0)) / (picture.width * picture.height);
  if (share > 2 / 3) return `all over the picture, and is strongest ${placeOf(ninthOf(strongest, picture))}`;
  return `${placeOf(ninthOf([(x0 + x1) / 2, (y0 + y1) / 2], picture))} of the picture, in a box of ${percent(share)} of its area`;
}

/** The centre of a raw map's largest value, in pixels of the picture. */
export function strongest({ width, height, values }: Explanation['map'], picture: Size): readonly [number, number] {
  const at = values.reduce((best, value, index) => (value > (values[best] ?? -Infinity) ? index : best), 0);
  const [column, row] = [at % width, Math.floor(at / width)];
  return [((column + 0.5) * picture.width) / width, ((row + 0.5) * picture.height) / height];
}

/** The third of the picture's height and that of its width in which a point is. */
export function ninthOf(
  [x, y]: readonly [x: number, y: number],
  { width, height }: Size,
): readonly [row: (typeof down)[number], column: (typeof across)[number]] {
  const third = (share: number) => Math.min(2, Math.floor(3 * share)) as 0 | 1 | 2;
  return [down[third(y / height)], across[third(x / width)]];
}

function placeOf([row, column]: ReturnType<typeof ninthOf>): string {
  if (row === 'middle' && column === 'middle') return 'in the middle';
  if (row === 'middle') return `at the ${column}`;
  return column === 'middle' ? `in the ${row} middle` : `in the ${row} ${column}`;
}
