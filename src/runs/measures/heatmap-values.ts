import type { Trial } from '../../pipeline/recipe/trial.ts';

/** By trial: all measures of an explanation read the same heatmap. */
const read = new WeakMap<Trial, Promise<Float32Array>>();

/** The heatmap's pixels at the size of the network's input, 0…1, row by row; read back once for all measures. */
export function heatmapValues(trial: Trial): Promise<Float32Array> {
  const known = read.get(trial);
  if (known !== undefined) return known;
  const values = trial.chain.readHeatmaps(trial.heatmap).then(([pixels = new Float32Array()]) => pixels);
  read.set(trial, values);
  return values;
}
