import { expect, test } from 'vitest';
import { colourMaps } from '../../src/shaders/colour-maps.ts';
import { blend } from '../support/references/blend.ts';

const colours = Uint8Array.from({ length: 768 }, (_, i) => [i / 3, 0, 255][i % 3]!);

test('half picture, half colour, rounded half up', () => {
  // Heatmap 0.5 → entry 128.
  const rgba = blend([0.5, 1], [11, 0, 20, 0, 30, 0], colours, 0.5);
  expect([...rgba]).toEqual([70, 10, 143, 255, 128, 0, 128, 255]);
});

test('opacity 1 shows colours alone, opacity 0 the picture', () => {
  const picture = [9.4, 9.5, 250];
  expect([...blend([0], picture, colours, 1)]).toEqual([0, 0, 255, 255]);
  expect([...blend([0], picture, colours, 0)]).toEqual([9, 10, 250, 255]);
});

test.each([
  ['viridis', [68, 1, 84], [33, 145, 140], [253, 231, 37]],
  ['turbo', [48, 18, 59], [164, 252, 60], [122, 4, 3]],
  ['inferno', [0, 0, 4], [188, 55, 84], [252, 255, 164]],
  ['jet', [0, 0, 128], [125, 255, 122], [128, 0, 0]],
] as const)('%s begins, halves and ends as published', (name, first, middle, last) => {
  const table = colourMaps[name];
  expect(table.length).toBe(768);
  const entries = [0, 128, 255].map((i) => [...table.subarray(3 * i, 3 * i + 3)]);
  expect(entries).toEqual([first, middle, last]);
});
