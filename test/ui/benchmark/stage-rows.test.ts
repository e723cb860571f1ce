import { describe, expect, it } from 'vitest';
import type { StageRow, StageTimes } from '../../../src/benchmark/result/benchmark-result.ts';
import { sortedStages, stageNotes, stageSheet } from '../../../src/ui/benchmark/stage-rows.ts';
import { madeUpResult } from '../../benchmark/made-up-result.ts';

const [first, second, third] = madeUpResult({ '64 × 7': 3, '256 × 7': 1, '9 × 7': 2 }, 1).stages as [
  StageRow,
  StageRow,
  StageRow,
];
const wrong: StageRow = { ...first, workload: 'x', outcome: { status: 'differs', reason: 'It does.' } };
const rows = [first, wrong, second, third];
const names = (sorted: readonly StageRow[]): readonly string[] => sorted.map(({ workload }) => workload);

describe('the table of stages', () => {
  it('sorts numbers by size and text by its numbers; what was not measured comes last', () => {
    const by = (column: 'median' | 'workload', isDescending: boolean) =>
      names(sortedStages(rows, { column, isDescending }));
    expect(by('median', false)).toEqual(['256 × 7', '9 × 7', '64 × 7', 'x']);
    expect(by('median', true)).toEqual(['64 × 7', '9 × 7', '256 × 7', 'x']);
    expect(by('workload', false)).toEqual(['9 × 7', '64 × 7', '256 × 7', 'x']);
  });

  it('says what is wrong, noisy or drifting', () => {
    const times = first.outcome as StageTimes;
    expect(stageNotes(first)).toBe('');
    expect(stageNotes({ ...first, outcome: { ...times, isNoisy: true, isDrifting: true } })).toBe('noisy, drifting');
    expect(stageNotes(wrong)).toBe('wrong result, not timed: It does.');
  });

  it('is written with all its numbers', () => {
    const [head, ...body] = stageSheet({ stages: [first, wrong] });
    expect(body.map((row) => row.length)).toEqual([head!.length, head!.length]);
    const cell = (row: number, name: string) => body[row]![head!.indexOf(name)];
    expect([cell(0, 'median_ms'), cell(0, 'low_95_ms'), cell(0, 'samples')]).toEqual([3.1500000000000004, 3, 40]);
    expect([cell(1, 'median_ms'), cell(1, 'notes')]).toEqual(['', 'wrong result, not timed: It does.']);
  });
});
