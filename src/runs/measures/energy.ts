import { energyInside } from '../../evaluation/pointing.ts';
import type { Measure } from './measure.ts';
import { onHeatmap } from './on-heatmap.ts';

/** The energy-based pointing game (Wang et al. 2020). */
export const energy: Measure = {
  needsHeatmap: true,
  take: ({ heatmap, picture, truths }) => ({ energy: energyInside(heatmap, onHeatmap(truths, picture)) }),
};
