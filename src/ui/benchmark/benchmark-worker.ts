/** Measures in a worker: the reference results of large pictures take seconds, which would block the page. */
import { runBenchmark } from '../../benchmark/run-benchmark.ts';
import { tuneShaders, type TunedShaders } from '../../benchmark/tune-shaders.ts';
import type { BenchmarkResult } from '../../benchmark/result/benchmark-result.ts';
import { tell } from '../../pipeline/pulse.ts';
import { serve } from '../../pipeline/worker/serve.ts';

/** How far a benchmark is: 0…1, and what is measured now. */
export interface BenchmarkProgress {
  readonly fraction: number;
  readonly message: string;
}

export type BenchmarkNews = { readonly progress: BenchmarkProgress } | { readonly part: BenchmarkResult };

export interface BenchmarkWorker {
  /** Reports progress and all results so far. */
  run(quick: boolean): Promise<BenchmarkResult>;
  /** Reports progress; keeps the fastest variants in the browser. */
  tune(): Promise<TunedShaders>;
}

serve({
  run: (quick) =>
    runBenchmark({
      quick,
      onProgress: (progress) => tell({ progress } satisfies BenchmarkNews),
      onPart: (part) => tell({ part } satisfies BenchmarkNews),
    }),
  tune: () => tuneShaders({ onProgress: (progress) => tell({ progress } satisfies BenchmarkNews) }),
} satisfies BenchmarkWorker);
