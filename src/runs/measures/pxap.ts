import { pixelCounts } from '../../evaluation/pxap.ts';
import type { Measure } from './measure.ts';

/** The data for PxAP (Choe et al. 2020): the pixels of object and background by their value in the heatmap. */
export const pxap: Measure = {
  take: async ({ heatmap, mask }) => (mask === undefined ? {} : { pixels: pixelCounts(await heatmap(), mask) }),
};
