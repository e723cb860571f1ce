/** What a benchmark returns, and the numbers in it. */
export type Row = readonly (string | number)[];

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

export type Progress = (message: string) => void;

/** Measures and returns rows of a table, the number of threads first. */
export type Measure = (progress: Progress) => Promise<readonly Row[]>;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? NaN) + (sorted[sorted.length >> 1] ?? NaN)) / 2;
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
