import { gini } from '../../evaluation/concentration.ts';
import { heatmapValues } from './heatmap-values.ts';
import type { Measure } from './measure.ts';

/** Sparseness (Chalasani et al. 2020): the Gini index of the heatmap at the size of the network's input. */
export const sparseness: Measure = {
  take: async ({ trial }) => ({ sparseness: gini(await heatmapValues(trial())) }),
};
