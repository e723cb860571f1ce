import { peakInside } from '../../evaluation/pointing.ts';
import { onHeatmap } from '../../pipeline/recipe/heatmap-size.ts';
import type { Measure } from './measure.ts';

/** The pointing game (Zhang et al. 2016). */
export const pointing: Measure = {
  needsPointing: true,
  take: ({ pointing: { peak }, picture, truths }) => ({
    pointing: peakInside(
      peak,
      truths.map((truth) => onHeatmap(truth, picture)),
    ),
  }),
};
