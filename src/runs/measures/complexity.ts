import { entropy } from '../../evaluation/concentration.ts';
import { heatmapValues } from './heatmap-values.ts';
import type { Measure } from './measure.ts';

/** Complexity (Bhatt et al. 2020): the entropy of the heatmap, in nats, at the size of the network's input. */
export const complexity: Measure = {
  take: async ({ trial }) => ({ complexity: entropy(await heatmapValues(trial())) }),
};
