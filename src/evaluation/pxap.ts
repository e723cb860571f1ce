/**
 * PxAP (Choe et al., Evaluating weakly supervised object localization methods right, 2020, 3.2): the area under precision
 * and recall of the pixels of all pictures together, as the threshold of the heatmap falls.
 */
import { eachPixel, type PixelTruth, type PixelValues } from './mask-iou.ts';
import { packed, totals, type PackedCounts } from './packed-counts.ts';

/**
 * How many pixels of the object, and of the background, have a value in [k / 1000, (k + 1) / 1000), by k; the last counts
 * those of value 1. Ignored pixels are in none. Sums of them are those of a set.
 */
export interface PixelCounts {
  /** Of 1001 values. */
  readonly object: PackedCounts;
  /** Of 1001 values. */
  readonly background: PackedCounts;
}

/** Thresholds 0, 0.001 … 1, as in clovaai/wsolevaluation. */
export const pixelThresholds = 1001;

export function pixelCounts(heatmap: PixelValues, truth: PixelTruth): PixelCounts {
  const [background, object] = [new Float64Array(pixelThresholds), new Float64Array(pixelThresholds)];
  const counts = [background, object];
  const last = pixelThresholds - 1;
  eachPixel(heatmap, truth, (pixel, place) => {
    const bins = counts[truth.values[pixel]!];
    // A float32 times 1000 is exact in float64.
    if (bins !== undefined) bins[Math.min(last, Math.floor(heatmap.values[place]! * last))]! += 1;
  });
  return { object: packed(object), background: packed(background) };
}

/**
 * Σ precision(τₗ) · (recall(τₗ) − recall(τₗ₋₁)) over the thresholds from the highest to the lowest, as in
 * clovaai/wsolevaluation.
 * @param pictures one or more, with a pixel of an object
 * @returns 0 … 1
 */
export function pxap(pictures: readonly PixelCounts[]): number {
  const object = totals(
    pictures.map((counts) => counts.object),
    pixelThresholds,
  );
  const background = totals(
    pictures.map((counts) => counts.background),
    pixelThresholds,
  );
  const objects = object.reduce((sum, count) => sum + count);
  let [area, found, taken] = [0, 0, 0];
  for (let bin = pixelThresholds - 1; bin >= 0; bin--) {
    const more = object[bin]!;
    found += more;
    taken += more + background[bin]!;
    if (more > 0) area += (found / taken) * (more / objects);
  }
  return area;
}
