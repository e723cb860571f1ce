/** Prepares kernels, checks them against their references, and times the correct ones alternately. */
import type { ClockedDevice, GpuClock } from '../measure/gpu-clock.ts';
import { measureByTurns, type TimedRuns } from '../measure/measure-by-turns.ts';
import { compareMedians } from '../statistics/compare-medians.ts';
import { judge } from '../statistics/judge.ts';
import type { StopRule } from '../statistics/sample-by-turns.ts';
import { driftLimit, summarize } from '../statistics/summarize.ts';
import type {
  KernelBenchmark,
  KernelComparison,
  KernelResult,
  KernelResults,
  MeasuredKernel,
} from './kernel-benchmark.ts';
import { PreparedKernel } from './prepared-kernel.ts';

/**
 * @param kernels with names
 * @throws CamLensError as `benchmarkKernel`
 */
export async function timeKernels(
  given: ClockedDevice,
  clock: GpuClock,
  kernels: readonly (readonly [string, KernelBenchmark])[],
  rule: StopRule,
  signal?: AbortSignal,
): Promise<KernelResults> {
  const prepared: PreparedKernel[] = [];
  try {
    for (const [name, kernel] of kernels) prepared.push(await PreparedKernel.create(given, name, kernel));
    const right = prepared.flatMap((each, i) => (each.difference === undefined ? [i] : []));
    const works = right.map((i) => prepared[i]!);
    const runs = works.length === 0 ? [] : await measureByTurns(clock, works, rule, signal);
    const results = kernels.map(([name, kernel], i): [string, KernelResult] => {
      const { difference } = prepared[i]!;
      const result =
        difference === undefined
          ? measured(kernel, runs[right.indexOf(i)]!, prepared[i]!)
          : ({ status: 'differs', difference } as const);
      return [name, { ...result, clock: factsOf(clock) }];
    });
    return {
      results: Object.fromEntries(results),
      comparisons: compareAll(
        right.map((i) => kernels[i]![0]),
        runs,
      ),
    };
  } finally {
    for (const each of prepared) each.destroy();
  }
}

function measured({ bytes, operations }: KernelBenchmark, runs: TimedRuns, { reset }: PreparedKernel): MeasuredKernel {
  const timeMs = summarize(runs.samplesMs);
  return {
    status: 'measured',
    ...runs,
    timeMs,
    isDrifting: Math.abs(timeMs.drift) > driftLimit,
    isReset: reset !== undefined,
    ...(bytes === undefined ? {} : { gigabytesPerSecond: bytes / timeMs.median / 1e6 }),
    ...(operations === undefined ? {} : { gigaflopsPerSecond: operations / timeMs.median / 1e6 }),
  };
}

function factsOf({ kind, quantumMs, overheadMs }: GpuClock): KernelResult['clock'] {
  return { kind, quantumMs, overheadMs };
}

function compareAll(names: readonly string[], [first, ...others]: readonly TimedRuns[]): KernelComparison[] {
  if (first === undefined) return [];
  const ratios = others.map(({ samplesMs }) => compareMedians(first.samplesMs, samplesMs, { byTurns: true }));
  const verdicts = judge(ratios);
  return ratios.map(({ ratio, interval }, i) => ({
    ...{ name: names[i + 1]!, against: names[0]!, ratio, interval },
    verdict: verdicts[i]!,
  }));
}
