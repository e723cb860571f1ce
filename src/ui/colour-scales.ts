/** The colour maps as CSS gradients, for legends: nine evenly spaced samples of each. */
import type { ColourMap } from '../pipeline/types.ts';

const samples: Readonly<Record<ColourMap, readonly string[]>> = {
  viridis: ['#440154', '#472d7b', '#3b528b', '#2c728e', '#21918c', '#28ae80', '#5ec962', '#addc30', '#fde725'],
  turbo: ['#30123b', '#466be3', '#28bceb', '#32f298', '#a4fc3c', '#eecf3a', '#fb7e21', '#d02f05', '#7a0403'],
  inferno: ['#000004', '#210c4a', '#57106e', '#8a226a', '#bc3754', '#e45a31', '#f98e09', '#f9cb35', '#fcffa4'],
  jet: ['#000080', '#0000ff', '#0080ff', '#00ffff', '#80ff80', '#ffff00', '#ff8000', '#ff0000', '#800000'],
};

export const colourMaps = Object.keys(samples) as readonly ColourMap[];

/** A CSS gradient from the smallest value (left) to the largest. */
export function colourGradient(colourMap: ColourMap): string {
  return `linear-gradient(90deg, ${samples[colourMap].join(', ')})`;
}
