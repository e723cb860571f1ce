/** The options and the result of a benchmark, and how its numbers are formatted. */
import type { ProcessUsage } from '../../cli/process-usage.ts';
import type { BackendChoice } from '../../src/pipeline/types.ts';

export type TableRow = readonly (string | number)[];

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

export type Progress = (message: string) => void;

/** The options of every benchmark's `run`. */
export interface BenchOptions {
  readonly progress: Progress;
  /** URL of a model's description, or of the model. Default: the built-in model. */
  readonly model?: string | undefined;
  /** Memory and processor time of the browser; null if they cannot be measured. */
  readonly usage?: () => Promise<ProcessUsage | null>;
  /** Number of measurements of each kind. Default: chosen by the benchmark. */
  readonly rounds?: number | undefined;
  /** Engines of an evaluation. Default: chosen by the benchmark. */
  readonly backend?: BackendChoice | undefined;
}

/** Measures and returns rows of a table, the number of threads first. */
export type BenchMeasure = (options: BenchOptions) => Promise<readonly TableRow[]>;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? NaN) + (sorted[sorted.length >> 1] ?? NaN)) / 2;
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
