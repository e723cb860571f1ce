import { describe, expect, it } from 'vitest';
import type { BenchmarkResult, StageRow, StageTimes } from '../../../src/benchmark/result/benchmark-result.ts';
import { along, powerOfTen, powers } from '../../../src/ui/benchmark/log-axis.ts';
import { scalingOf } from '../../../src/ui/benchmark/scaling.ts';
import { madeUpResult } from '../../benchmark/made-up-result.ts';

const base = madeUpResult({ small: 1, large: 2 }, 1, 10);
const rowOf = (stage: StageRow['stage'], workload: string, bytes: number, medianMs: number): StageRow => ({
  ...{ stage, workload, bytes, operations: 0 },
  outcome: { ...(base.stages[0]!.outcome as StageTimes), medianMs, interval: [0.9 * medianMs, 2 * medianMs] },
});
const failed: StageRow = { ...rowOf('threshold', 'c', 1, 1), outcome: { status: 'failed', reason: 'It is planted.' } };
const of = (...stages: readonly StageRow[]): BenchmarkResult => ({ ...base, stages });

describe('scalingOf', () => {
  it('has the workloads of each stage by bytes, on the same axes for all', () => {
    const rows = [
      rowOf('threshold', 'large', 4000, 2),
      rowOf('blend', 'one', 500, 0.3),
      rowOf('threshold', 'small', 20, 1),
    ];
    const scaling = scalingOf(of(...rows, rowOf('blend', 'two', 60_000, 60), failed))!;
    expect(scaling).toMatchObject({ x: [10, 100_000], y: [0.1, 1000], copy: 10 });
    expect(scaling.curves.map(({ stage, points }) => [stage, ...points.map(({ workload }) => workload)])).toEqual([
      ['threshold', 'small', 'large'],
      ['blend', 'one', 'two'],
    ]);
    expect(scaling.curves[0]!.points[0]).toEqual({ workload: 'small', bytes: 20, medianMs: 1, interval: [0.9, 2] });
  });

  it('leaves out stages of one size, and is nothing if all are', () => {
    const [one, same] = [rowOf('blend', 'one', 500, 3), rowOf('blend', 'two', 500, 4)];
    const [small, large] = [rowOf('threshold', 'small', 20, 1), rowOf('threshold', 'large', 4000, 2)];
    expect(scalingOf(of(one, same, small, large))!.curves.map(({ stage }) => stage)).toEqual(['threshold']);
    expect(scalingOf(of(one, same))).toBeUndefined();
    expect(scalingOf(of({ ...small, outcome: failed.outcome }, large))).toBeUndefined();
  });
});

describe('a logarithmic axis', () => {
  it('has equal distances for equal ratios', () => {
    const place = along([1, 10_000], 0, 8);
    expect([1, 10, 100, 10_000].map(place)).toEqual([0, 2, 4, 8]);
    expect(along([1, 100], 100, 0)(10)).toBe(50);
  });

  it('is marked at its powers of ten, with exponents far from 1', () => {
    expect(powers([0.001, 10])).toEqual([0.001, 0.01, 0.1, 1, 10]);
    expect([0.001, 1000, 10_000, 1e-5].map(powerOfTen)).toEqual(['0.001', '1000', '10⁴', '10⁻⁵']);
  });
});
