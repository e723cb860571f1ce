import { keptCurve, placesOf } from '../../evaluation/curves.ts';
import { gaussianNoise, noiseShare, removedTenths, roadValues } from '../../evaluation/road.ts';
import { impute } from '../../pipeline/chain/operations.ts';
import { dimsOf } from '../../pipeline/invariants.ts';
import { heatmapValues } from './heatmap-values.ts';
import type { Measure } from './measure.ts';

/**
 * ROAD (Rong et al. 2022): the class's probability with the heatmap's highest pixels removed, and with its lowest, filled
 * in from their neighbours with noise, so that the shape of what is removed tells the network nothing.
 */
export const road: Measure = {
  take: async ({ trial, seed }) => {
    const { chain, image, probability, spans } = trial();
    const [, , height, width] = dimsOf(image.dims, ['N', 'C', 'H', 'W'], 'images');
    const pixels = height * width;
    const sigmas = spans.map((span) => noiseShare * span);
    const noise = chain.upload(gaussianNoise(pixels, sigmas, seed), image.dims);
    const counts = removedTenths.map((tenths) => Math.round((tenths * pixels) / 10));
    const highestFirst = placesOf(await heatmapValues(trial()));
    const without = (order: Float32Array<ArrayBuffer>): Promise<Float64Array> => {
      const places = chain.upload(order, [height, width]);
      return trial().probabilities(counts.length, (scratch, first, count) =>
        impute(scratch, image, noise, places, counts.slice(first, first + count)),
      );
    };
    const most = await without(highestFirst);
    const least = await without(highestFirst.map((place) => pixels - 1 - place));
    const { mostCurve, leastCurve, ...means } = roadValues(probability, most, least);
    return {
      ...{ roadMost: means.most, roadLeast: means.least },
      ...{ roadMostCurve: keptCurve(mostCurve), roadLeastCurve: keptCurve(leastCurve) },
    };
  },
};
