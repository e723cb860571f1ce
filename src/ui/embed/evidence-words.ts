/** An explanation for those who hear it: class, probability, and where in the picture the evidence lies. */
import type { Box, Size } from '../../pipeline/types.ts';
import { classInWords } from '../explain/target-words.ts';
import { percent } from '../shared/words.ts';
import type { Found } from './embedded-picture.ts';

const across = ['left', 'middle', 'right'];
const down = ['upper', 'middle', 'lower'];

/** "German shepherd, 99.2 %. The evidence (Grad-CAM) lies in the upper left and covers 12 % of the picture." */
export function evidenceInWords({ info, explained, explanation }: Found, picture: Size): string {
  const { class: target, box, method } = explanation;
  const score =
    target.weights === undefined ? explained.classes.find(({ index }) => index === target.index) : undefined;
  const name = classInWords(target, info.classes);
  const what = score === undefined ? `${name}.` : `${name}, ${percent(score.probability)}.`;
  const title = info.methods.find((one) => one.name === method)?.title ?? method;
  if (box === null) return `${what} ${title} finds no evidence that stands out.`;
  return `${what} The evidence (${title}) lies ${placeInWords(box, picture)}.`;
}

/** By the middle of a box, in ninths of the picture; and its share of the area where it is most of it. */
export function placeInWords([x0, y0, x1, y1]: Box, { width, height }: Size): string {
  if (((x1 - x0) * (y1 - y0)) / (width * height) > 2 / 3) return 'all over the picture';
  const column = across[Math.min(2, Math.floor((1.5 * (x0 + x1)) / width))] ?? '';
  const row = down[Math.min(2, Math.floor((1.5 * (y0 + y1)) / height))] ?? '';
  const share = percent(((x1 - x0) * (y1 - y0)) / (width * height));
  return `${place(row, column)} of the picture, in a box of ${share} of its area`;
}

function place(row: string, column: string): string {
  if (row === 'middle' && column === 'middle') return 'in the middle';
  if (row === 'middle') return `at the ${column}`;
  return column === 'middle' ? `in the ${row} middle` : `in the ${row} ${column}`;
}
