import { pointsInside } from '../../evaluation/pointing.ts';
import type { Measure } from './measure.ts';
import { onHeatmap } from './on-heatmap.ts';

/** The pointing game (Zhang et al. 2016). */
export const pointing: Measure = {
  needsHeatmap: true,
  take: ({ heatmap, picture, truths }) => ({ pointing: pointsInside(heatmap, onHeatmap(truths, picture)) }),
};
