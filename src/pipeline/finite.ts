/**
 * NaN and infinity are errors. They are looked for in everything that is read back anyway: logits, raw maps, ranges of
 * heatmaps, scores.
 */
import { CamLensError } from '../errors.ts';

/** The position of the first number that is NaN or infinite; −1 if there is none. */
export function firstNotFinite(values: ArrayLike<number>): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}

/**
 * @param picture its name
 * @param what a description of the wrong number, from its position: "the score of class 3 (dog)"
 * @throws CamLensError `not-finite`
 */
export function checkFinite(values: ArrayLike<number>, picture: string, what: (place: number) => string): void {
  const place = firstNotFinite(values);
  if (place < 0) return;
  const found = Number.isNaN(values[place]) ? 'NaN' : 'infinite';
  throw new CamLensError('not-finite', `${picture}: ${what(place)} is ${found}; a finite number was expected.`);
}

/** As `checkFinite`, for a picture's logits, [classes]. */
export function checkLogits(logits: ArrayLike<number>, picture: string, classes: readonly string[]): void {
  checkFinite(logits, picture, (index) => `the network's score of class ${index} (${classes[index] ?? 'unnamed'})`);
}
