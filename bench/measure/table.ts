/** What a benchmark is told and returns, and the numbers in it. */
import type { ProcessUsage } from '../../cli/process-usage.ts';
import type { BackendChoice } from '../../src/pipeline/types.ts';

export type Row = readonly (string | number)[];

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

export type Progress = (message: string) => void;

/** What every benchmark's `run` is given. */
export interface BenchOptions {
  readonly progress: Progress;
  /** URL of a model's description, or of the model; the built-in one unless said. */
  readonly model?: string | undefined;
  /** What the browser takes of the machine; null where nothing tells. */
  readonly usage?: () => Promise<ProcessUsage | null>;
  /** How often each thing is measured; as often as the benchmark finds fit unless said. */
  readonly rounds?: number | undefined;
  /** What an evaluation runs on; every benchmark has its own choice unless said. */
  readonly backend?: BackendChoice | undefined;
}

/** Measures and returns rows of a table, the number of threads first. */
export type Measure = (options: BenchOptions) => Promise<readonly Row[]>;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? NaN) + (sorted[sorted.length >> 1] ?? NaN)) / 2;
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
