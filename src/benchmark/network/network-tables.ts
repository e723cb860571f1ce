/** A benchmark of a network's kernels as tables, for terminals. */
import type { BenchmarkTable } from '../result/tables.ts';
import type { MedianMs, NetworkKernels, NetworkResult } from './network-result.ts';

/** Kernels in the table; the JSON has all of them. */
const mostKernels = 20;

export function networkTables(result: NetworkResult): readonly BenchmarkTable[] {
  const { outcome } = result;
  const about = `${result.model}, input ${result.input.join(' × ')}, gradients at ${result.layers.join(', ')}`;
  if (outcome.status === 'differs') {
    return [{ title: about, columns: ['what', ''], rows: [['WRONG', outcome.reason]] }];
  }
  const adapter = `${result.adapter}${result.isSoftware ? ' (a CPU emulates the GPU: not comparable with GPUs)' : ''}`;
  const wall = (how: string) => [`whole run, ${how}`, ...cells(outcome.wall)];
  if (outcome.status === 'total only') {
    return [{ title: `${about}; ${adapter}. ${outcome.reason}`, columns, rows: [wall('by the wall clock')] }];
  }
  const { total, span, sides, kernels } = outcome;
  return [
    {
      title: `${about}; ${adapter}`,
      columns,
      rows: [
        ...[
          wall('while it is profiled'),
          ['span of the kernels', ...cells(span)],
          ['sum of the kernels', ...cells(total)],
        ],
        ...[
          ['  forward', ...cells(sides.forward)],
          ['  gradient', ...cells(sides.gradient)],
        ],
      ],
    },
    operatorTable(outcome),
    {
      title: `slowest of ${kernels.length} kernels`,
      columns: ['node', 'operator', 'shader', 'match', 'side', 'median ms', '95 %', '% of the sum', 'bound', '% of it'],
      rows: kernels
        .toSorted((a, b) => b.medianMs - a.medianMs)
        .slice(0, mostKernels)
        .map((row) => [
          ...[row.node, row.operator, row.program, row.match, row.side, ...cells(row), digits(100 * row.share, 3)],
          ...[row.limit?.bound ?? '', percent(row.limit?.reached)],
        ]),
    },
  ];
}

const columns = ['what', 'median ms', '95 %'];

function operatorTable({ operators }: NetworkKernels): BenchmarkTable {
  return {
    title: 'by operator',
    columns: ['operator', 'side', 'kernels', 'median ms', '95 %', '% of the sum', '% of its ceilings'],
    rows: operators.map((row) => [
      ...[row.operator, row.side, row.kernels, ...cells(row), digits(100 * row.share, 3)],
      percent(row.reached),
    ]),
  };
}

function cells({ medianMs, interval: [low, high] }: MedianMs): [number, string] {
  return [digits(medianMs, 4), `${digits(low, 4)} – ${digits(high, 4)}`];
}

function percent(share: number | undefined): number | '' {
  return share === undefined ? '' : digits(100 * share, 3);
}

function digits(value: number, count: number): number {
  return Number(value.toPrecision(count));
}
