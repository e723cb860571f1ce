/** Runs the benchmark in a worker of its own, which ends with it. */
import { CamLensError } from '../../errors.ts';
import type { BenchmarkResult } from '../../benchmark/result/benchmark-result.ts';
import { WorkerHandle, type CallsOf } from '../../pipeline/worker/worker-handle.ts';
import type { BenchmarkNews, BenchmarkWorker } from './benchmark-worker.ts';

export interface RunningBenchmark {
  /** Rejects with a CamLensError: those of `runBenchmark`, `worker-failed`, or `stopped`. */
  readonly done: Promise<BenchmarkResult>;
  stop(): void;
}

/** Starts a benchmark; `tell` receives its progress, and all results so far after each new one. */
export type StartBenchmark = (quick: boolean, tell: (news: BenchmarkNews) => void) => RunningBenchmark;

export const startBenchmark: StartBenchmark = (quick, tell) => startMeasuring((calls) => calls.run(quick), tell);

/** Does work in a worker that measures. */
export function startMeasuring<Result>(
  work: (calls: CallsOf<BenchmarkWorker>) => Promise<Result>,
  tell: (news: BenchmarkNews) => void,
): { readonly done: Promise<Result>; stop(): void } {
  const worker = new WorkerHandle<BenchmarkWorker, BenchmarkNews>(
    new Worker(new URL('./benchmark-worker.ts', import.meta.url), { type: 'module', name: 'cam-lens benchmark' }),
    { called: 'The worker that measures', onTold: tell },
  );
  const stop = (): void => worker.end(new CamLensError('stopped', 'The measurement was stopped.'));
  return { done: work(worker.calls).finally(stop), stop };
}
