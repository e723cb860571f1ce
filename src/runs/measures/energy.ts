import type { Measure } from './measure.ts';

/** The energy-based pointing game (Wang et al. 2020). */
export const energy: Measure = {
  needsPointing: true,
  take: ({ pointing: { inside, all } }) => ({ energy: all === 0 ? 0 : inside / all }),
};
