import { pixelCounts, placesOf } from '../../evaluation/curves.ts';
import type { Value } from '../../pipeline/chain/chain.ts';
import { replacePixels } from '../../pipeline/chain/operations.ts';
import type { Trial } from '../../pipeline/recipe/trial.ts';
import { heatmapValues } from './heatmap-values.ts';

/** The ranks of the pixels by trial; all curves of an explanation share them. */
const orders = new WeakMap<Trial, Promise<Value>>();

/**
 * The class's probability while one picture becomes another, from the heatmap's highest pixel to its lowest.
 * @param before and `after`, [1, 3, height, width]
 * @returns the probability at the start and after each step
 */
export async function curve(trial: Trial, before: Value, after: Value, steps: number): Promise<Float64Array> {
  const places = await (orders.get(trial) ?? readOrder(trial));
  const [height = 0, width = 0] = places.dims;
  const counts = pixelCounts(height * width, steps);
  return trial.probabilities(counts.length, (scratch, first, count) =>
    replacePixels(scratch, before, after, places, counts.slice(first, first + count)),
  );
}

/** Sorts the heatmap's pixels. */
function readOrder(trial: Trial): Promise<Value> {
  const { chain, image } = trial;
  const order = heatmapValues(trial).then((values) => chain.upload(placesOf(values), image.dims.slice(2)));
  orders.set(trial, order);
  return order;
}
