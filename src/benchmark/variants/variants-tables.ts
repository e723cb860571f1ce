/** The variants of the stages as tables, for terminals: one for each stage, fastest first. */
import type { BenchmarkTable } from '../result/tables.ts';
import { shapeInWords } from './shape-in-words.ts';
import type { StageVariants, VariantRow, VariantsResult, VariantTime } from './variants-result.ts';

export function variantsTables({ device, stages }: VariantsResult): readonly BenchmarkTable[] {
  const about = `${device.adapter}${device.isSoftware ? ' (a CPU emulates the GPU: not comparable with GPUs)' : ''}`;
  return stages.map((each) => tableOf(each, about));
}

function tableOf({ stage, usual, others, best }: StageVariants, about: string): BenchmarkTable {
  const rows = [usual, ...others];
  const workloads = timesOf(usual).map(({ workload }) => workload);
  const found = best === null ? 'none is better on every workload' : `best: ${shapeInWords(best)}`;
  return {
    title: `${stage} on ${about}; default: ${shapeInWords(usual.shape)}; ${found}`,
    columns: ['variant', ...workloads.flatMap((workload) => [`${workload} ms`, 'ratio', '95 %', 'verdict'])],
    rows: rows
      .toSorted((a, b) => scoreOf(a) - scoreOf(b))
      .map((row) => [
        shapeInWords(row.shape),
        ...(row.outcome.status === 'measured'
          ? row.outcome.times.flatMap((time) => cells(time, row === usual))
          : [`${row.outcome.status === 'differs' ? 'WRONG' : 'FAILED'}: ${row.outcome.reason}`]),
      ]),
  };
}

function timesOf({ outcome }: VariantRow): readonly VariantTime[] {
  return outcome.status === 'measured' ? outcome.times : [];
}

/** Untimed ones come last. */
function scoreOf(row: VariantRow): number {
  const times = timesOf(row);
  return times.length === 0 ? Infinity : times.reduce((sum, { ratio }) => sum + Math.log(ratio), 0);
}

function cells(
  { medianMs, ratio, ratioInterval, verdict, isNoisy }: VariantTime,
  isUsual: boolean,
): (string | number)[] {
  const [low, high] = ratioInterval;
  const compared = isUsual ? [1, '', 'default'] : [digits(ratio, 3), `${digits(low, 3)} – ${digits(high, 3)}`, verdict];
  return [`${digits(medianMs, 4)}${isNoisy ? ' noisy' : ''}`, ...compared];
}

function digits(value: number, count: number): number {
  return Number(value.toPrecision(count));
}
