import { describe, expect, it } from 'vitest';
import type { BenchmarkResult, StageTimes } from '../../../src/benchmark/result/benchmark-result.ts';
import { compareResults } from '../../../src/benchmark/result/compare-results.ts';
import { madeUpResult } from '../made-up-result.ts';

const verdicts = (before: BenchmarkResult, after: BenchmarkResult): Record<string, string> =>
  Object.fromEntries(compareResults(before, after).rows.map(({ workload, verdict }) => [workload, verdict]));

describe('compareResults', () => {
  it('reports what is slower, faster, or neither', () => {
    const before = madeUpResult({ same: 2, twice: 2, half: 2, little: 2, gone: 2 }, 1);
    const after = madeUpResult({ little: 2.04, half: 1, twice: 4, same: 2, new: 3 }, 2);
    expect(verdicts(before, after)).toEqual({
      ...{ little: 'no difference', half: 'faster', twice: 'slower', same: 'no difference' },
    });
    const { ratio, interval } = compareResults(before, after).rows[2]!;
    expect(ratio).toBeCloseTo(2, 1);
    expect(interval[0]).toBeLessThanOrEqual(2.05);
    expect(interval[1]).toBeGreaterThanOrEqual(1.95);
  });

  it('does not blame a stage if the whole machine is slower', () => {
    const [before, after] = [madeUpResult({ all: 2, more: 2 }, 1, 10), madeUpResult({ all: 2.6, more: 5 }, 2, 7.5)];
    expect(compareResults(before, after).machine).toBeCloseTo(1 / 3, 9);
    expect(verdicts(before, after)).toEqual({ all: 'no difference', more: 'slower' });
  });

  it('ignores rows that were not timed or have drifted', () => {
    const before = madeUpResult({ wrong: 2, drifting: 2 }, 1);
    const after = madeUpResult({ wrong: 4, drifting: 4 }, 2);
    const [wrong, drifting] = after.stages;
    const stages = [
      { ...wrong!, outcome: { status: 'differs', reason: 'It does.' } as const },
      { ...drifting!, outcome: { ...drifting!.outcome, isDrifting: true } as StageTimes },
    ];
    expect(verdicts(before, { ...after, stages })).toEqual({ drifting: 'no difference' });
  });
});
