/** How the time of each stage grows with the bytes that it moves. */
import { bestCeiling } from '../../benchmark/ceilings/ceiling.ts';
import type { BenchmarkResult, StageRow, StageTimes } from '../../benchmark/result/benchmark-result.ts';
import { decadesOf, type Decades } from './log-axis.ts';

export interface ScalingPoint {
  readonly workload: string;
  /** Minimum number of bytes read and written. */
  readonly bytes: number;
  readonly medianMs: number;
  /** 95 % interval of the median. */
  readonly interval: readonly [number, number];
}

export interface ScalingCurve {
  readonly stage: string;
  /** By bytes, increasing. */
  readonly points: readonly ScalingPoint[];
}

/** Curves with the same axes, so that they can be compared. */
export interface Scaling {
  /** In the order in which the stages were measured. */
  readonly curves: readonly ScalingCurve[];
  /** Bytes. */
  readonly x: Decades;
  /** Milliseconds. */
  readonly y: Decades;
  /** GB/s of copying; undefined if it was not measured. */
  readonly copy: number | undefined;
}

/** @returns undefined if no stage was measured on workloads of two sizes */
export function scalingOf({ stages, ceilings }: BenchmarkResult): Scaling | undefined {
  const measured = stages.filter(isMeasured);
  const names = [...new Set(measured.map(({ stage }) => stage))];
  const curves = names
    .map((stage) => ({ stage, points: pointsOf(measured.filter((row) => row.stage === stage)) }))
    .filter(({ points }) => new Set(points.map(({ bytes }) => bytes)).size > 1);
  if (curves.length === 0) return undefined;
  const points = curves.flatMap((curve) => curve.points);
  return {
    curves,
    x: decadesOf(points.map(({ bytes }) => bytes)),
    y: decadesOf(points.flatMap(({ interval }) => interval)),
    copy: bestCeiling(ceilings, 'copy')?.value,
  };
}

type MeasuredRow = StageRow & { readonly outcome: StageTimes };

function isMeasured(row: StageRow): row is MeasuredRow {
  return row.outcome.status === 'measured' && row.bytes > 0;
}

function pointsOf(rows: readonly MeasuredRow[]): readonly ScalingPoint[] {
  return rows
    .map(({ workload, bytes, outcome: { medianMs, interval } }) => ({ workload, bytes, medianMs, interval }))
    .sort((a, b) => a.bytes - b.bytes || a.medianMs - b.medianMs);
}
