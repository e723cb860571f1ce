/**
 * The roofline model (Williams, Waterman and Patterson 2009): how many operations a second an adapter can do at most, by
 * the number of operations for each byte moved. Both axes are logarithmic.
 */
import { bestCeiling } from '../../benchmark/ceilings/ceiling.ts';
import type { BenchmarkResult } from '../../benchmark/result/benchmark-result.ts';
import { decadesOf, type Decades } from './log-axis.ts';

export interface RooflinePoint {
  readonly stage: string;
  readonly workload: string;
  /** FLOP/byte. */
  readonly intensity: number;
  /** GFLOP/s. */
  readonly rate: number;
  /** Of the binding ceiling, 0…1 and, if the data fit into a cache, more. */
  readonly share: number;
  /** Number of the stage in the legend, from 1. */
  readonly number: number;
  /** The largest workload of its stage: it has the number in the picture. */
  readonly isNamed: boolean;
}

export interface Roofline {
  /** GB/s. */
  readonly copy: number;
  /** GFLOP/s. */
  readonly arithmetic: number;
  /** Names of the stages; their numbers are their places, from 1. */
  readonly stages: readonly string[];
  readonly points: readonly RooflinePoint[];
  /** FLOP/byte, powers of ten. */
  readonly x: Decades;
  /** GFLOP/s, powers of ten. */
  readonly y: Decades;
}

/** @returns undefined if there is nothing to draw: the ceilings or all stages are missing */
export function rooflineOf({ ceilings, stages }: BenchmarkResult): Roofline | undefined {
  const [copy, arithmetic] = [bestCeiling(ceilings, 'copy')?.value, bestCeiling(ceilings, 'multiply-add f32')?.value];
  const measured = stages.flatMap(({ outcome, ...row }) =>
    outcome.status === 'measured' && row.bytes > 0 && row.operations > 0 ? [{ ...row, outcome }] : [],
  );
  if (copy === undefined || arithmetic === undefined || measured.length === 0) return undefined;
  const names = [...new Set(measured.map(({ stage }) => stage as string))];
  const largest = new Map<string, (typeof measured)[number]>();
  for (const row of measured) {
    const known = largest.get(row.stage);
    if (known === undefined || row.bytes > known.bytes) largest.set(row.stage, row);
  }
  const points = measured.map((row) => ({
    ...{ stage: row.stage, workload: row.workload, intensity: row.operations / row.bytes },
    ...{ rate: row.outcome.gigaflopsPerSecond, share: row.outcome.share, number: names.indexOf(row.stage) + 1 },
    isNamed: largest.get(row.stage) === row,
  }));
  const intensities = [...points.map(({ intensity }) => intensity), arithmetic / copy];
  return {
    ...{ copy, arithmetic, stages: names, points },
    x: decadesOf(intensities),
    y: decadesOf([...points.map(({ rate }) => rate), arithmetic]),
  };
}

/** GFLOP/s that the ceilings allow at an intensity in FLOP/byte. */
export function roofAt({ copy, arithmetic }: Pick<Roofline, 'copy' | 'arithmetic'>, intensity: number): number {
  return Math.min(copy * intensity, arithmetic);
}
