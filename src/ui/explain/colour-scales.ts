/** The colour maps as CSS gradients, for legends: evenly spaced samples of each. */
import { colourMaps as tables } from '../../pipeline/colours.ts';
import type { ColourMap } from '../../pipeline/types.ts';

/** Enough samples to look the same as all 256. */
const samples = 18;

export const colourMaps = Object.keys(tables) as readonly ColourMap[];

/** A CSS gradient from the smallest value (left) to the largest. */
export function colourGradient(colourMap: ColourMap): string {
  const table = tables[colourMap];
  const stops = Array.from({ length: samples }, (_, i) => {
    const at = 3 * Math.round((i * 255) / (samples - 1));
    return `rgb(${table.subarray(at, at + 3).join(' ')})`;
  });
  return `linear-gradient(90deg, ${stops.join(', ')})`;
}
