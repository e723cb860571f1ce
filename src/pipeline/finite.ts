/**
 * NaN and infinity are no results. They are looked for in what is read anyway: logits, raw maps, ranges of heatmaps, scores.
 */
import { CamLensError } from '../errors.ts';

/** The place of the first number that is NaN or infinite; −1 where there is none. */
export function firstNotFinite(values: ArrayLike<number>): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}

/**
 * @param picture its name
 * @param what they are, from the place of the one that is wrong: "the score of class 3 (dog)"
 * @throws CamLensError `not-finite`
 */
export function checkFinite(values: ArrayLike<number>, picture: string, what: (place: number) => string): void {
  const place = firstNotFinite(values);
  if (place < 0) return;
  const found = Number.isNaN(values[place]) ? 'NaN' : 'infinite';
  throw new CamLensError('not-finite', `${picture}: ${what(place)} is ${found}; a finite number was expected.`);
}

/** As `checkFinite`, of a picture's logits, [classes]. */
export function checkLogits(logits: ArrayLike<number>, picture: string, classes: readonly string[]): void {
  checkFinite(logits, picture, (index) => `the network's score of class ${index} (${classes[index] ?? 'unnamed'})`);
}
