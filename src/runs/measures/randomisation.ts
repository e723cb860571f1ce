import { spearman } from '../../evaluation/correlation.ts';
import { methodNamed } from '../../pipeline/recipe/methods/index.ts';
import type { Explanation } from '../../pipeline/recipe/explanation.ts';
import type { Measure } from './measure.ts';

/**
 * The model-randomisation sanity check (Adebayo et al. 2018): Spearman's rank correlation of the raw map with that of the
 * network whose weights are random from the logits down to a level. Maps are compared as they are shown, without their
 * negative values where the method rectifies.
 */
export const randomisation: Measure = {
  take: async ({ explanation: { method, map }, randomised }) => {
    const { rectify } = methodNamed(method);
    const shown = ({ values }: Explanation['map']) => values.map((value) => (rectify ? Math.max(0, value) : value));
    const own = shown(map);
    const levels = await randomised();
    return { randomisation: levels.map((one) => [one.level, spearman(own, shown(one.map)) ?? null] as const) };
  },
};
