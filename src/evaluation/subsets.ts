/** Random subsets of a picture's squares, for faithfulness correlation (Bhatt et al. 2020). */
import { randomIndices } from '../random.ts';

/** Cells along each side: a grid of squares stands for the features. */
export const gridSide = 14;

/** The share of the cells in a subset. */
const subsetShare = 1 / 4;

/**
 * The cell of each pixel, row by row. Sides shorter than the grid have a cell for each pixel.
 * @returns cells by pixel, and their number
 */
export function cellsOf(width: number, height: number): { readonly cells: Uint16Array; readonly count: number } {
  const [across, down] = [Math.min(gridSide, width), Math.min(gridSide, height)];
  const cells = Uint16Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return Math.floor((y * down) / height) * across + Math.floor((x * across) / width);
  });
  return { cells, count: across * down };
}

/**
 * Subsets of equal size, a quarter of the cells and at least one, drawn without replacement.
 * @param count of cells
 * @returns by subset: 1 for each cell that is in it, else 0
 */
export function randomSubsets(count: number, subsets: number, seed: number): readonly Uint8Array[] {
  const random = randomIndices(seed);
  const size = Math.max(1, Math.round(count * subsetShare));
  return Array.from({ length: subsets }, () => {
    const order = Array.from({ length: count }, (_, i) => i);
    const chosen = new Uint8Array(count);
    for (let i = 0; i < size; i++) {
      const other = i + random(count - i);
      [order[i], order[other]] = [order[other]!, order[i]!];
      chosen[order[i]!] = 1;
    }
    return chosen;
  });
}
