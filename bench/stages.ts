/**
 * Measures how close each stage comes to the limits of the adapter: first the limits, then every stage on its
 * workloads. Each result is compared with the CPU engine before the stage is timed.
 */
import { runBenchmark } from '../src/benchmark/run-benchmark.ts';
import type { BenchmarkResult } from '../src/benchmark/result/benchmark-result.ts';
import { answer, type Answer } from '../src/pipeline/worker/answer.ts';
import type { Progress } from './measure/table.ts';

interface StagesOptions {
  readonly quick: boolean;
  readonly progress: Progress;
}

export function run({ quick, progress }: StagesOptions): Promise<Answer<BenchmarkResult>> {
  return answer(() =>
    runBenchmark({
      quick,
      onProgress: ({ fraction, message }) => progress(`${Math.round(100 * fraction)} % · ${message}`),
    }),
  );
}
