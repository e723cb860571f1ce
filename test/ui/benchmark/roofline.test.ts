import { describe, expect, it } from 'vitest';
import type { BenchmarkResult, StageRow, StageTimes } from '../../../src/benchmark/result/benchmark-result.ts';
import { roofAt, rooflineOf } from '../../../src/ui/benchmark/roofline.ts';
import { madeUpResult } from '../../benchmark/made-up-result.ts';

const base = madeUpResult({ small: 1, large: 2 }, 1, 10);
const rowOf = (workload: string, bytes: number, operations: number, gigaflopsPerSecond: number): StageRow => ({
  ...{ stage: 'upsample', workload, bytes, operations },
  outcome: { ...(base.stages[0]!.outcome as StageTimes), gigaflopsPerSecond },
});
const result: BenchmarkResult = {
  ...base,
  stages: [rowOf('small', 100, 25, 2), rowOf('large', 4000, 2000, 3), rowOf('moves only', 8000, 0, 0)],
};

describe('rooflineOf', () => {
  it('places stages by operations for each byte and by rate, and names the largest workload', () => {
    // 10 GB/s of copying, 100 GFLOP/s: the roof bends at 10 FLOP/byte.
    const roofline = rooflineOf(result)!;
    expect(roofline).toMatchObject({ copy: 10, arithmetic: 100, stages: ['upsample'], x: [0.1, 10], y: [1, 100] });
    expect(roofline.points.map(({ intensity, rate, isNamed }) => [intensity, rate, isNamed])).toEqual([
      [0.25, 2, false],
      [0.5, 3, true],
    ]);
  });

  it('is limited by memory on the left and by arithmetic on the right', () => {
    const roof = { copy: 10, arithmetic: 100 };
    expect([0.5, 10, 40].map((intensity) => roofAt(roof, intensity))).toEqual([5, 100, 100]);
  });

  it('is nothing without ceilings or stages', () => {
    expect(rooflineOf({ ...result, ceilings: [] })).toBeUndefined();
    expect(rooflineOf({ ...result, stages: [] })).toBeUndefined();
  });
});
