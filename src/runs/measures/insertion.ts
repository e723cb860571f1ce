import { areaUnderCurve, keptCurve } from '../../evaluation/curves.ts';
import { blur } from '../../pipeline/chain/operations.ts';
import { curve } from './curve.ts';
import type { Measure } from './measure.ts';

/**
 * Insertion (Petsiuk et al., RISE, 2018): the area under the class's probability as the heatmap's highest pixels are
 * restored in a blurred picture.
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
 * The authors' kernel (gkern in evaluation.py of eclique/RISE): an impulse in the middle of 11 values, smoothed with a
 * Gaussian over 41 values, with reflection at the ends so that the sum stays 1.
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
