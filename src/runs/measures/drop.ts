import type { Measure } from './measure.ts';

/**
 * The data for average drop and average increase (Chattopadhay et al. 2018): the class's probability for the picture,
 * and for the picture times its heatmap. What the heatmap does not show fades to the mean colour.
 */
export const drop: Measure = {
  take: async ({ trial }) => {
    const { image, heatmap, probability } = trial();
    const [explained = NaN] = await trial().probabilities(1, (scratch) =>
      scratch.mask(image, heatmap, { first: 0, step: 0 }),
    );
    return { confidence: [probability, explained] };
  },
};
