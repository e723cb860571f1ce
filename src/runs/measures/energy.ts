import type { Measure } from './measure.ts';

/**
 * The energy-based pointing game (Wang et al. 2020): the share of the heatmap's sum inside the true boxes; 0 for an
 * empty heatmap.
 */
export const energy: Measure = {
  needsPointing: true,
  take: ({ pointing: { inside, all } }) => ({ energy: all === 0 ? 0 : inside / all }),
};
