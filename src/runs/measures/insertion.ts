import { areaUnderCurve, keptCurve } from '../../evaluation/curves.ts';
import { blur } from '../../pipeline/chain/operations.ts';
import { curve } from './curve.ts';
import type { Measure } from './measure.ts';

/**
 * Insertion (Petsiuk et al., RISE, 2018): the area under the class's probability while the heatmap's highest pixels come
 * back into a blurred picture.
 */
export const insertion: Measure = {
  take: async ({ trial, steps }) => {
    const { chain, image } = trial();
    const values = await curve(trial(), blur(chain, image, 0, blurKernel()), image, steps);
    return { insertion: areaUnderCurve(values), insertionCurve: keptCurve(values) };
  },
};

const [taps, sigma] = [11, 5];

/**
 * As the authors make theirs (evaluation.py of eclique/RISE, gkern): a point in the middle of 11 places, smoothed by a
 * Gaussian of 41 that is reflected at the ends, so that all of its weight stays inside.
 */
export function blurKernel(): readonly number[] {
  const kernel = new Array<number>(taps).fill(0);
  const [middle, radius] = [(taps - 1) / 2, 4 * sigma];
  const gaussian = Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)));
  const total = gaussian.reduce((sum, weight) => sum + weight, 0);
  gaussian.forEach((weight, i) => {
    const place = (middle + i - radius + 2 * 2 * taps) % (2 * taps);
    kernel[place < taps ? place : 2 * taps - 1 - place]! += weight / total;
  });
  return kernel;
}
