/**
 * PxAP (Choe et al., Evaluating weakly supervised object localization methods right, 2020, 3.2): the area under precision
 * and recall of the pixels of all pictures together, as the threshold of the heatmap falls.
 */
import { eachPixel, type PixelTruth, type PixelValues } from './mask-iou.ts';

/**
 * How many pixels of the object, and of the background, have a value in [k / 100, (k + 1) / 100), by k; the last counts
 * those of value 1. Ignored pixels are in none. Sums of them are those of a set.
 */
export interface PixelCounts {
  /** [101] */
  readonly object: readonly number[];
  /** [101] */
  readonly background: readonly number[];
}

/** Thresholds 0, 0.01 … 1. */
export const pixelThresholds = 101;

export function pixelCounts(heatmap: PixelValues, truth: PixelTruth): PixelCounts {
  const [background, object] = [new Array<number>(pixelThresholds).fill(0), new Array<number>(pixelThresholds).fill(0)];
  const counts = [background, object];
  eachPixel(heatmap, truth, (pixel, place) => {
    const bins = counts[truth.values[pixel]!];
    if (bins !== undefined) bins[Math.floor(heatmap.values[place]! * (pixelThresholds - 1))]! += 1;
  });
  return { object, background };
}

/**
 * Σ precision(τₗ) · (recall(τₗ) − recall(τₗ₋₁)) over the thresholds from the highest to the lowest, as in
 * clovaai/wsolevaluation; their steps are 0.001.
 * @param pictures one or more, with a pixel of an object
 * @returns 0 … 1
 */
export function pxap(pictures: readonly PixelCounts[]): number {
  const sum = (bin: number, of: keyof PixelCounts): number =>
    pictures.reduce((total, counts) => total + counts[of][bin]!, 0);
  let [objects, area, found, taken] = [0, 0, 0, 0];
  for (let bin = 0; bin < pixelThresholds; bin++) objects += sum(bin, 'object');
  for (let bin = pixelThresholds - 1; bin >= 0; bin--) {
    const more = sum(bin, 'object');
    found += more;
    taken += more + sum(bin, 'background');
    if (more > 0) area += (found / taken) * (more / objects);
  }
  return area;
}
