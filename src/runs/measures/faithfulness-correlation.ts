import { pearson } from '../../evaluation/correlation.ts';
import { cellsOf, randomSubsets } from '../../evaluation/subsets.ts';
import { replacePixels, scale } from '../../pipeline/chain/operations.ts';
import { dimsOf } from '../../pipeline/invariants.ts';
import { heatmapValues } from './heatmap-values.ts';
import type { Measure } from './measure.ts';

const subsetCount = 30;

/**
 * Faithfulness correlation (Bhatt et al., Evaluating and Aggregating Feature-based Model Explanations, 2020):
 * Pearson's correlation, over random subsets of the picture's squares, of the heatmap's sum inside a subset with the fall
 * of the class's probability when the subset is replaced by the mean colour.
 */
export const faithfulnessCorrelation: Measure = {
  take: async ({ trial, seed }) => {
    const { chain, image, probability } = trial();
    const [, , height, width] = dimsOf(image.dims, ['N', 'C', 'H', 'W'], 'images');
    const heatmap = await heatmapValues(trial());
    const { cells, count } = cellsOf(width, height);
    const subsets = randomSubsets(count, subsetCount, seed);
    const mean = scale(chain, image, 0, [0]);
    const left = await trial().probabilities(subsets.length, (scratch, first, copies) =>
      scratch.stack(
        subsets.slice(first, first + copies).map((subset) => {
          // Pixels of the subset come first, and one place is replaced.
          const places = Float32Array.from(cells, (cell) => 1 - subset[cell]!);
          return replacePixels(scratch, image, mean, scratch.upload(places, [height, width]), [1]);
        }),
      ),
    );
    const sums = subsets.map((subset) => cells.reduce((sum, cell, i) => sum + subset[cell]! * heatmap[i]!, 0));
    const falls = left.map((value) => probability - value);
    return { faithfulnessCorrelation: pearson(Float64Array.from(sums), falls) ?? null };
  },
};
