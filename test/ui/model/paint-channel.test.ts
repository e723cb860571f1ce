import { expect, it } from 'vitest';
import { colourMaps } from '../../../src/pipeline/colours.ts';
import { channelPixels } from '../../../src/ui/model/paint-channel.ts';

/** Entry e is [e, 0, 255 − e]. */
const colours = Uint8Array.from({ length: 768 }, (_, i) => [Math.floor(i / 3), 0, 255 - Math.floor(i / 3)][i % 3]!);
const entries = (values: readonly number[], range: readonly [number, number]): number[] => {
  const pixels = channelPixels(values, range, colours);
  expect(pixels.filter((_, i) => i % 4 === 3)).toEqual(new Uint8ClampedArray(values.length).fill(255));
  return values.map((_, i) => pixels[4 * i]!);
};

it('paints the smallest value in the first colour, the largest in the last, and rounds between', () => {
  expect(entries([-1, 0, 1, 3], [-1, 3])).toEqual([0, 64, 128, 255]);
});

it('paints what lies outside a range that others share as its ends', () => {
  expect(entries([-5, 5], [0, 1])).toEqual([0, 255]);
});

it('paints equal values in the first colour', () => {
  expect(entries([7, 7], [7, 7])).toEqual([0, 0]);
});

it('takes the colours of the heatmaps', () => {
  // The ends of viridis.
  expect([...channelPixels([0, 1], [0, 1], colourMaps.viridis)]).toEqual([
    0x44, 0x01, 0x54, 255, 0xfd, 0xe7, 0x25, 255,
  ]);
});
