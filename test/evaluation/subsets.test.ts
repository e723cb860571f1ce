/** The random subsets of faithfulness correlation. */
import { expect, test } from 'vitest';
import { cellsOf, randomSubsets } from '../../src/evaluation/subsets.ts';
import { seedOf } from '../../src/random.ts';

test('224 × 224 pixels: 196 squares of 16 × 16', () => {
  const { cells, count } = cellsOf(224, 224);
  expect(count).toBe(196);
  const sizes = new Array<number>(count).fill(0);
  cells.forEach((cell) => sizes[cell]!++);
  expect(new Set(sizes)).toEqual(new Set([256]));
  expect([cells[0], cells[15], cells[16], cells[16 * 224], cells.at(-1)]).toEqual([0, 0, 1, 14, 195]);
});

test('each cell has a pixel, whatever the size', () => {
  for (const [width, height] of [
    [1, 1],
    [8, 5],
    [15, 13],
    [224, 97],
  ] as const) {
    const { cells, count } = cellsOf(width, height);
    expect(new Set(cells).size).toBe(count);
    expect(Math.max(...cells)).toBe(count - 1);
  }
});

test('subsets of a quarter of the cells, each cell as often as chance has it', () => {
  const subsets = randomSubsets(196, 400, 3);
  const often = new Array<number>(196).fill(0);
  for (const subset of subsets) {
    expect(subset.reduce((sum, one) => sum + one, 0)).toBe(49);
    subset.forEach((one, cell) => (often[cell]! += one));
  }
  // Binomial: 100 ± 8.7.
  expect(Math.min(...often)).toBeGreaterThan(60);
  expect(Math.max(...often)).toBeLessThan(140);
  expect(randomSubsets(1, 2, 0)).toEqual([Uint8Array.of(1), Uint8Array.of(1)]);
});

test('a seed draws the same subsets always; pictures have seeds of their own', () => {
  expect(randomSubsets(50, 3, 9)).toEqual(randomSubsets(50, 3, 9));
  expect(randomSubsets(50, 3, 9)).not.toEqual(randomSubsets(50, 3, 10));
  // FNV-1a, 32 bits: the published values of "", "a" and "foobar".
  expect(['', 'a', 'foobar'].map(seedOf)).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
});
