import { pixelCounts, placesOf } from '../../evaluation/curves.ts';
import type { Value } from '../../pipeline/chain.ts';
import { replacePixels } from '../../pipeline/operations.ts';
import type { Trial } from '../../pipeline/trial.ts';

/**
 * The class's probability while one picture becomes another, from the heatmap's highest pixel to its lowest.
 * @param before and `after`, [1, 3, height, width]
 * @returns at the beginning and after each step
 */
export async function curve(trial: Trial, before: Value, after: Value, steps: number): Promise<Float64Array> {
  const { chain, heatmap } = trial;
  const [values = new Float32Array()] = await chain.readHeatmaps(heatmap);
  const places = chain.upload(placesOf(values), before.dims.slice(2));
  const counts = pixelCounts(values.length, steps);
  return trial.probabilities(counts.length, (scratch, first, count) =>
    replacePixels(scratch, before, after, places, counts.slice(first, first + count)),
  );
}
