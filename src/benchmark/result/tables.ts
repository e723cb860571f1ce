/** A benchmark as tables, for terminals and CSV. */
import type { Interval } from '../../evaluation/bootstrap.ts';
import { bestCeiling, ceilingUnits, type CeilingName } from '../ceilings/ceiling.ts';
import type { BenchmarkResult, StageRow, Untimed } from './benchmark-result.ts';
import type { ResultComparison } from './compare-results.ts';

export interface BenchmarkTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export function ceilingTable({ ceilings, device }: BenchmarkResult): BenchmarkTable {
  const names = Object.keys(ceilingUnits) as CeilingName[];
  return {
    title: `ceilings of ${device.adapter}${device.isSoftware ? ' (a CPU emulates the GPU: not comparable with GPUs)' : ''}`,
    columns: ['ceiling', 'best', 'unit', 'by'],
    rows: names.flatMap((name) => {
      const best = bestCeiling(ceilings, name);
      return best === undefined ? [] : [[name, digits(best.value, 4), best.unit, best.variant]];
    }),
  };
}

export function stageTable({ stages, device: { clock } }: BenchmarkResult): BenchmarkTable {
  const by = clock.kind === 'wall' ? 'wall clock, including submission and waiting' : 'GPU timestamps';
  return {
    title: `stages, by ${by}, quantum ${digits(clock.quantumMs, 3)} ms`,
    columns: ['stage', 'workload', 'median ms', '95 %', 'p5', 'p95', 'GB/s', 'GFLOP/s', 'bound', '% of it', ''],
    rows: stages.map(cellsOf),
  };
}

function cellsOf({ stage, workload, outcome }: StageRow): (string | number)[] {
  if (outcome.status !== 'measured') {
    const none = ['', '', '', '', '', '', '', ''];
    return [stage, workload, ...none, untimedWords(outcome)];
  }
  const { medianMs, interval, p5Ms, p95Ms, gigabytesPerSecond, gigaflopsPerSecond, bound, share } = outcome;
  const notes = [
    outcome.isNoisy && 'noisy',
    outcome.isDrifting && 'drifting',
    outcome.resolution > 0.015 && 'coarse clock',
  ];
  return [
    ...[stage, workload, digits(medianMs, 4), range(interval)],
    ...[digits(p5Ms, 4), digits(p95Ms, 4), digits(gigabytesPerSecond, 3), digits(gigaflopsPerSecond, 3)],
    ...[bound, digits(100 * share, 3), notes.filter(Boolean).join(', ')],
  ];
}

/** Whole chains, each followed by its stages. */
export function chainTable({ chains = [] }: BenchmarkResult): BenchmarkTable {
  return {
    title: 'chains of stages in one pass, against the sum of their stages',
    columns: ['chain', 'workload', 'median ms', '95 %', 'times the sum', '95 %', ''],
    rows: chains.flatMap(({ chain, workload, outcome }): (string | number)[][] => {
      if (outcome.status !== 'measured') return [[chain, workload, '', '', '', '', untimedWords(outcome)]];
      const { medianMs, interval, parts, partsMs, ratio, ratioInterval } = outcome;
      const notes = [outcome.isNoisy && 'noisy', outcome.isDrifting && 'drifting'].filter(Boolean).join(', ');
      return [
        [chain, workload, digits(medianMs, 4), range(interval), digits(ratio, 3), range(ratioInterval, 3), notes],
        ['  its stages', 'their sum', digits(partsMs, 4), '', '', '', ''],
        ...parts.map((part) => [`  ${part.stage}`, '', digits(part.medianMs, 4), range(part.interval), '', '', '']),
      ];
    }),
  };
}

export function comparisonTable({ rows, machine }: ResultComparison): BenchmarkTable {
  return {
    title: `against the baseline; the machine itself differs by ${digits(100 * machine, 2)} %`,
    columns: ['stage', 'workload', 'times as long', '95 %', 'verdict'],
    rows: rows.map(({ stage, workload, ratio, interval, verdict }) => [
      ...[stage, workload, digits(ratio, 3), range(interval, 3), verdict],
    ]),
  };
}

export function untimedWords({ status, reason }: Untimed): string {
  return `${status === 'differs' ? 'WRONG' : 'failed'}: ${reason}`;
}

function range([low, high]: Interval, count = 4): string {
  return `${digits(low, count)} – ${digits(high, count)}`;
}

function digits(value: number, count: number): number {
  return Number(value.toPrecision(count));
}
