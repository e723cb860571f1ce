import { tensor } from './sum.ts';

/**
 * Saliency: at every pixel the largest magnitude among the colour channels.
 * @param gradients [pictures, channels, positions]
 * @returns [pictures, positions]
 */
export function colourMaximum(gradients: ArrayLike<number>, channels: number, positions: number): Float64Array {
  return tensor(gradients.length / channels, (i) => {
    const [picture, p] = [Math.floor(i / positions), i % positions];
    const colours = Array.from({ length: channels }, (_, c) => gradients[(picture * channels + c) * positions + p]!);
    return Math.max(...colours.map(Math.abs));
  });
}
