/**
 * Deletion and insertion curves (Petsiuk et al., RISE, 2018): the class's probability as the pixels that a heatmap
 * ranks as important are removed from the picture, or added to a blurred one. Good heatmaps have a small area under the
 * deletion curve and a large one under the insertion curve.
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

/** A curve as stored in a record, to four digits: enough for means of many, and short in a run's file. */
export function keptCurve(values: ArrayLike<number>): readonly number[] {
  return Array.from(values, (value) => Math.round(value * 1e4) / 1e4);
}

/**
 * Each pixel's rank when a heatmap's pixels are sorted in descending order, from 0; equal ones in raster order.
 * @param values row by row, none of them NaN
 */
export function placesOf(values: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i);
  order.sort((i, j) => values[j]! - values[i]! || i - j);
  const places = new Float32Array(values.length);
  order.forEach((pixel, place) => (places[pixel] = place));
  return places;
}

/**
 * How many pixels are removed or added after each step, 0 … all, in steps as equal as whole pixels allow; steps + 1
 * numbers.
 */
export function pixelCounts(pixels: number, steps: number): readonly number[] {
  return Array.from({ length: steps + 1 }, (_, step) => Math.round((step * pixels) / steps));
}
