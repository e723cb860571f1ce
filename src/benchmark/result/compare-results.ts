/** Compares two runs of the benchmark on one adapter, row by row. */
import type { Interval } from '../../evaluation/bootstrap.ts';
import { bestCeiling, type Ceiling, type CeilingName } from '../ceilings/ceiling.ts';
import { compareMedians } from '../statistics/compare-medians.ts';
import { judge, type Verdict } from '../statistics/judge.ts';
import type { BenchmarkResult, StageRow, StageTimes } from './benchmark-result.ts';

export interface RowComparison {
  readonly stage: string;
  readonly workload: string;
  /** Ratio of the medians: 2 means twice as long as before. */
  readonly ratio: number;
  /** 95 % interval of the ratio. */
  readonly interval: Interval;
  readonly verdict: Verdict;
}

export interface ResultComparison {
  readonly rows: readonly RowComparison[];
  /**
   * By how much the ceilings of the two runs differ, as a fraction. Differences between stages up to this size are
   * attributed to the machine.
   */
  readonly machine: number;
}

/** Smaller differences are ignored, because two runs differ more than the samples within one. */
const leastBetweenRuns = 0.05;
const controls: readonly CeilingName[] = ['copy', 'multiply-add f32'];

/**
 * Compares the rows that both runs have measured. A difference counts only if it is larger than that between the
 * ceilings, which do not depend on the stages.
 */
export function compareResults(before: BenchmarkResult, after: BenchmarkResult): ResultComparison {
  const machine = Math.max(0, ...controls.map((name) => changeOf(before.ceilings, after.ceilings, name)));
  const least = Math.max(leastBetweenRuns, machine);
  const earlier = new Map(before.stages.map((row) => [keyOf(row), row]));
  const pairs = after.stages.flatMap((row) => {
    const [was, is] = [earlier.get(keyOf(row))?.outcome, row.outcome];
    return was?.status === 'measured' && is.status === 'measured' ? [{ row, was, is }] : [];
  });
  const ratios = pairs.map(({ was, is }) => compareMedians(was.samplesMs, is.samplesMs, { byTurns: false, least }));
  const verdicts = judge(ratios);
  return {
    machine,
    rows: pairs.map(({ row, was, is }, i) => ({
      ...{ stage: row.stage, workload: row.workload, ratio: ratios[i]!.ratio, interval: ratios[i]!.interval },
      verdict: isSteady(was) && isSteady(is) ? verdicts[i]! : 'no difference',
    })),
  };
}

/** If the machine's speed changes, the median does not characterise the stage. */
function isSteady({ isDrifting }: StageTimes): boolean {
  return !isDrifting;
}

function keyOf({ stage, workload }: StageRow): string {
  return `${stage}, ${workload}`;
}

function changeOf(before: readonly Ceiling[], after: readonly Ceiling[], name: CeilingName): number {
  const [was, is] = [bestCeiling(before, name)?.value, bestCeiling(after, name)?.value];
  if (was === undefined || is === undefined) return 0;
  return Math.max(was / is, is / was) - 1;
}
