/** ROAD (Rong et al., A Consistent and Efficient Evaluation Strategy for Attribution Methods, 2022). */
import { sfc32 } from '../random.ts';
import { mean } from './mean.ts';

/** Of the pixels that are removed, in tenths: 1 … 9. */
export const removedTenths = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** Standard deviation of the noise, as a share of what 0 … 255 spans in the input. */
export const noiseShare = 0.01;

/** Mean probabilities over 10 … 90 % of the pixels removed, and the curves from no pixel on. */
export interface RoadValues {
  readonly most: number;
  readonly least: number;
  readonly mostCurve: readonly number[];
  readonly leastCurve: readonly number[];
}

/**
 * @param whole the probability for the whole picture
 * @param most and `least`: with the most and the least relevant pixels removed, for each of `removedTenths`
 */
export function roadValues(whole: number, most: ArrayLike<number>, least: ArrayLike<number>): RoadValues {
  const [first, last] = [Array.from(most), Array.from(least)];
  return { most: mean(first), least: mean(last), mostCurve: [whole, ...first], leastCurve: [whole, ...last] };
}

/** Gaussian noise by Box and Muller, channel by channel. @param sigmas of the channels */
export function gaussianNoise(positions: number, sigmas: readonly number[], seed: number): Float32Array<ArrayBuffer> {
  const next = sfc32(seed, 0);
  const noise = new Float32Array(positions * sigmas.length);
  for (let i = 0; i < noise.length; i++) {
    const radius = Math.sqrt(-2 * Math.log((next() + 1) / 2 ** 32));
    noise[i] = sigmas[Math.floor(i / positions)]! * radius * Math.cos((2 * Math.PI * next()) / 2 ** 32);
  }
  return noise;
}
