import { spearman } from '../../evaluation/correlation.ts';
import type { Measure } from './measure.ts';
import { shownMap } from './shown-map.ts';

/**
 * The model-randomisation sanity check (Adebayo et al. 2018): Spearman's rank correlation between the raw map and that
 * of a network whose weights are randomised from the logits down to a level. If the method rectifies, negative values
 * are set to 0 before the comparison.
 */
export const randomisation: Measure = {
  take: async ({ explanation: { method, map }, randomised }) => {
    const own = shownMap(method, map);
    const levels = await randomised();
    return {
      randomisation: levels.map((one) => [one.level, spearman(own, shownMap(method, one.map)) ?? null] as const),
    };
  },
};
