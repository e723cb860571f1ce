import { expect, it } from 'vitest';
import { colourGradient, colourMaps } from '../../../src/ui/explain/colour-scales.ts';

it('offers the maps that there are', () => {
  expect(colourMaps).toEqual(['viridis', 'turbo', 'inferno', 'jet']);
});

it.each([
  ['viridis', 'rgb(68 1 84)', 'rgb(253 231 37)'],
  ['jet', 'rgb(0 0 128)', 'rgb(128 0 0)'],
] as const)('%s goes from the colour of its smallest value to that of its largest', (name, first, last) => {
  const gradient = colourGradient(name);
  expect(gradient.startsWith(`linear-gradient(90deg, ${first}, `)).toBe(true);
  expect(gradient.endsWith(`, ${last})`)).toBe(true);
  expect(gradient.match(/rgb/g)).toHaveLength(18);
});
