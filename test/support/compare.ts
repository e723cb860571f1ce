/** Comparisons with readable failures: both numbers, their position, and their neighbours. */
import { expect } from 'vitest';

export interface Comparison {
  /** Largest difference allowed. */
  readonly tolerance: number;
  /** Number of values per row. Default: a single row. */
  readonly width?: number;
  readonly what?: string;
}

/** Fails with a table of actual and expected values round the first one that is off. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, comparison: Comparison): void {
  expect(actual.length, `length of ${comparison.what ?? 'the values'}`).toBe(expected.length);
  const message = differenceTable(actual, expected, comparison);
  if (message !== undefined) expect.fail(message);
}

/** The table, or undefined if everything is within the tolerance. */
export function differenceTable(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { tolerance, width = expected.length, what = 'values' }: Comparison,
): string | undefined {
  const isOff = (i: number): boolean => !(Math.abs((actual[i] ?? NaN) - (expected[i] ?? NaN)) <= tolerance);
  const off = Array.from({ length: expected.length }, (_, i) => i).filter(isOff);
  const [first] = off;
  if (first === undefined) return undefined;
  const worst = off.reduce((a, b) => (difference(actual, expected, b) > difference(actual, expected, a) ? b : a));
  const [x0, y0] = [Math.max(0, (first % width) - 2), Math.max(0, Math.floor(first / width) - 2)];
  const lines = [
    `${what}: ${off.length} of ${expected.length} differ by more than ${tolerance}, first at ${place(first, width)},`,
    `worst at ${place(worst, width)}: ${actual[worst]} instead of ${expected[worst]}. Actual / expected:`,
  ];
  for (let y = y0; y < Math.min(y0 + 5, Math.ceil(expected.length / width)); y++) {
    const cells = Array.from({ length: Math.min(5, width - x0) }, (_, x) => y * width + x0 + x).filter(
      (i) => i < expected.length,
    );
    lines.push(cells.map((i) => `${shown(actual[i])} / ${shown(expected[i])}${isOff(i) ? ' !' : '  '}`).join('  '));
  }
  return lines.join('\n');
}

function difference(actual: ArrayLike<number>, expected: ArrayLike<number>, i: number): number {
  return Math.abs((actual[i] ?? 0) - (expected[i] ?? 0));
}

function place(i: number, width: number): string {
  return `(${i % width}, ${Math.floor(i / width)})`;
}

function shown(value: number | undefined): string {
  return value === undefined ? 'none' : Number(value.toPrecision(7)).toString().padStart(9);
}
