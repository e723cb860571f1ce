/** A benchmark of the journey as tables, for terminals. */
import type { BenchmarkTable } from '../result/tables.ts';
import type {
  BatchRow,
  ColdJourney,
  Journey,
  JourneyMemory,
  JourneyResult,
  SpreadMs,
  WarmJourney,
} from './journey-result.ts';

export function journeyTables(result: JourneyResult): readonly BenchmarkTable[] {
  const { backend, picture, outcome } = result;
  const machine = `network ${backend.network}, stages ${backend.stages}, adapter ${backend.adapter}`;
  const emulated = result.isSoftware ? ' (a CPU emulates the GPU: not comparable with GPUs)' : '';
  const photo = `a photo of ${picture.width} × ${picture.height}`;
  const hidden = result.wasHidden ? ' (the page was hidden for some time)' : '';
  const about = `${result.model}, ${result.methods.join(' and ')} at ${result.layers.join(', ')}, ${photo}; ${machine}${emulated}${hidden}`;
  if (outcome.status === 'differs') {
    return [{ title: about, columns: ['what', ''], rows: [['WRONG', outcome.reason]] }];
  }
  const { warm, cold, batches, memory } = outcome;
  return [warmTable(about, warm), coldTable(cold), batchTable(batches), memoryTable(memory)];
}

const columns = ['step', 'clock', 'median ms', 'p5', 'p95'];

function warmTable(about: string, warm: WarmJourney): BenchmarkTable {
  const notes = [warm.isNoisy && 'noisy', warm.isDrifting && 'drifting'].filter(Boolean).join(', ');
  return {
    title: `${about}. Warm, from bytes to the painted result, ${warm.runs} runs${notes === '' ? '' : ` (${notes})`}`,
    columns,
    rows: [
      ...warm.steps.flatMap((row) => [
        [row.step, 'wall', ...cells(row)],
        ...warm.parts
          .filter(({ step }) => step === row.step)
          .map((part) => [`  ${part.part}`, part.clock, ...cells(part)]),
      ]),
      ...totals(warm, 'whole, not by steps'),
    ],
  };
}

function coldTable({ first, later }: ColdJourney): BenchmarkTable {
  const beside = (row: SpreadMs | undefined): (number | '')[] => (row === undefined ? ['', '', ''] : cells(row));
  const runs = later === null ? '' : `, then ${later.runs} in other new workers`;
  return {
    title: `cold, from before the worker exists to the first painted result: the first before all else${runs}`,
    columns: ['step', 'first ms', 'later ms', 'p5', 'p95'],
    rows: [
      ...first.steps.map(({ step, timeMs }) => [
        ...[step, digits(timeMs)],
        ...beside(later?.steps.find((row) => row.step === step)),
      ]),
      ['sum of the steps', digits(first.sumMs), ...beside(later?.sum)],
      ['whole', digits(first.wholeMs), ...beside(later?.whole)],
      ['unaccounted for', digits(first.unaccountedMs), later === null ? '' : digits(later.unaccountedMs), '', ''],
    ],
  };
}

function totals({ sum, whole, unaccountedMs }: Journey, name: string): (string | number)[][] {
  return [
    ['sum of the steps', 'wall', ...cells(sum)],
    [name, 'wall', ...cells(whole)],
    ['unaccounted for', 'wall', digits(unaccountedMs), '', ''],
  ];
}

function batchTable(batches: readonly BatchRow[]): BenchmarkTable {
  const missed = batches.find(({ outcome }) => outcome.status !== 'measured')?.outcome;
  const reason = missed === undefined || missed.status === 'measured' ? '' : `. ${missed.reason}`;
  return {
    title: `batches, from bytes to boxes${reason}`,
    columns: ['pictures', 'pictures/s', 'p5', 'p95', 'runs', 'GPU peak MB', ''],
    rows: batches.map(({ batch, outcome }) => {
      if (outcome.status !== 'measured') return [batch, '', '', '', '', '', outcome.status];
      const { median, p5, p95 } = outcome.picturesPerSecond;
      const peak = outcome.gpuPeakBytes === null ? '' : megabytes(outcome.gpuPeakBytes);
      return [batch, digits(median), digits(p5), digits(p95), outcome.runs, peak, outcome.isNoisy ? 'noisy' : ''];
    }),
  };
}

export function memoryTable({ gpu, leftBytes, webAssemblyBytes }: JourneyMemory): BenchmarkTable {
  return {
    title: 'memory after the first result',
    columns: ['owner', 'count', 'MB', 'peak MB'],
    rows: [
      ...(gpu?.owners ?? []).map(({ owner, count, bytes, peakBytes }) => [
        ...[owner, count, megabytes(bytes), megabytes(peakBytes)],
      ]),
      ...(gpu === null ? [] : [['GPU in all', gpu.count, megabytes(gpu.bytes), megabytes(gpu.peakBytes)]]),
      ...(leftBytes === null ? [] : [['GPU, once all is destroyed', '', megabytes(leftBytes), '']]),
      ['WebAssembly', '', megabytes(webAssemblyBytes), megabytes(webAssemblyBytes)],
    ],
  };
}

function cells({ medianMs, p5Ms, p95Ms }: SpreadMs): [number, number, number] {
  return [digits(medianMs), digits(p5Ms), digits(p95Ms)];
}

const megabytes = (bytes: number): number => Number((bytes / 1e6).toFixed(3));

const digits = (value: number): number => Number(value.toPrecision(4));
