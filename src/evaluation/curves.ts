/**
 * Deletion and insertion curves (Petsiuk et al., RISE, 2018): the class's probability while the pixels that a heatmap
 * holds for important are taken from the picture, or put into a blurred one. Deletion is good when its area is small,
 * insertion when it is large.
 */
import { CamLensError } from '../errors.ts';

/**
 * The area under a curve over 0 … 1, by trapezoids.
 * @param values at evenly spaced shares of the pixels, the first at 0 and the last at 1; two or more
 * @throws CamLensError `internal` for fewer
 */
export function areaUnderCurve(values: ArrayLike<number>): number {
  const steps = values.length - 1;
  if (steps < 1) throw new CamLensError('internal', `A curve needs two values or more; it has ${values.length}.`);
  let sum = (values[0]! + values[steps]!) / 2;
  for (let i = 1; i < steps; i++) sum += values[i]!;
  return sum / steps;
}
