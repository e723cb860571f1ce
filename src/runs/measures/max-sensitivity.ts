import type { Measure } from './measure.ts';

/**
 * Max-sensitivity (Yeh et al., On the (In)fidelity and Sensitivity of Explanations, 2019), relative to the
 * length of the map: how far the raw map moves at most when the picture hardly does.
 */
export const maxSensitivity: Measure = {
  take: async ({ sensitivity }) => ({ maxSensitivity: (await sensitivity()) ?? null }),
};
