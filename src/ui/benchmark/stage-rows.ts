/** The rows of the table of stages: what each column shows, and in which order it sorts. */
import type { BenchmarkResult, StageRow, StageTimes } from '../../benchmark/result/benchmark-result.ts';

export interface StageColumn {
  readonly title: string;
  /** In a sentence. */
  readonly meaning: string;
  /** Text sorts by letter, numbers by size; undefined, for what was not measured, comes last. */
  readonly value: (row: StageRow) => string | number | undefined;
}

export const stageColumns = {
  stage: { title: 'Stage', meaning: 'the compute shader, or a group of them', value: ({ stage }) => stage },
  workload: { title: 'Workload', meaning: 'what it works on', value: ({ workload }) => workload },
  median: {
    ...{ title: 'Median, ms', meaning: 'of one run, with the 95 % interval of the median' },
    value: timed(({ medianMs }) => medianMs),
  },
  spread: {
    ...{ title: 'p5 – p95, ms', meaning: '90 % of the samples lie between; sorted by p95' },
    value: timed(({ p95Ms }) => p95Ms),
  },
  bandwidth: {
    ...{ title: 'GB/s', meaning: 'bytes that it must move, per second' },
    value: timed(({ gigabytesPerSecond }) => gigabytesPerSecond),
  },
  arithmetic: {
    ...{ title: 'GFLOP/s', meaning: 'operations that it must do, per second' },
    value: timed(({ gigaflopsPerSecond }) => gigaflopsPerSecond),
  },
  share: {
    ...{ title: 'Of the ceiling', meaning: 'the least time that the binding ceiling allows, as a share of the median' },
    value: timed(({ share }) => share),
  },
  bound: { title: 'Bound by', meaning: 'the ceiling that binds', value: timed(({ bound }) => bound) },
} as const satisfies Readonly<Record<string, StageColumn>>;

/** A key of `stageColumns`. */
export type StageColumnName = keyof typeof stageColumns;

export interface StageOrder {
  readonly column: StageColumnName;
  readonly isDescending: boolean;
}

/** Rows in an order; equal ones, and those without a value, keep theirs. */
export function sortedStages(rows: readonly StageRow[], { column, isDescending }: StageOrder): readonly StageRow[] {
  const { value } = stageColumns[column] as StageColumn;
  const sign = isDescending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
    return sign * String(left).localeCompare(String(right), 'en', { numeric: true });
  });
}

/** What else to know about a row; empty if there is nothing. */
export function stageNotes({ outcome }: StageRow): string {
  if (outcome.status !== 'measured')
    return `${outcome.status === 'differs' ? 'wrong result, not timed' : 'could not run'}: ${outcome.reason}`;
  return [outcome.isNoisy && 'noisy', outcome.isDrifting && 'drifting', outcome.resolution > 0.015 && 'coarse clock']
    .filter(Boolean)
    .join(', ');
}

/** All rows, with every number in full, for `csv`. */
export function stageSheet({ stages }: Pick<BenchmarkResult, 'stages'>): readonly (readonly (string | number)[])[] {
  const head = [
    ...[
      'stage',
      'workload',
      'bytes',
      'operations',
      'status',
      'median_ms',
      'low_95_ms',
      'high_95_ms',
      'p5_ms',
      'p95_ms',
    ],
    ...['gigabytes_per_second', 'gigaflops_per_second', 'bound', 'share', 'samples', 'notes'],
  ];
  const rows = stages.map((row) => {
    const { stage, workload, bytes, operations, outcome } = row;
    const first = [stage, workload, bytes, operations, outcome.status];
    if (outcome.status !== 'measured') return [...first, ...Array<string>(10).fill(''), stageNotes(row)];
    const { medianMs, interval, p5Ms, p95Ms, gigabytesPerSecond, gigaflopsPerSecond, bound, share, samplesMs } =
      outcome;
    return [
      ...[...first, medianMs, ...interval, p5Ms, p95Ms, gigabytesPerSecond, gigaflopsPerSecond, bound, share],
      ...[samplesMs.length, stageNotes(row)],
    ];
  });
  return [head, ...rows];
}

function timed<Value>(read: (times: StageTimes) => Value): (row: StageRow) => Value | undefined {
  return ({ outcome }) => (outcome.status === 'measured' ? read(outcome) : undefined);
}
