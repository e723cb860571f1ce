/** Finds the fastest variants of the shaders in a worker of its own, which ends with it. */
import type { TunedShaders } from '../../benchmark/tune-shaders.ts';
import { startMeasuring } from './start-benchmark.ts';
import type { BenchmarkProgress } from './benchmark-worker.ts';

export interface RunningTuning {
  /** Rejects with a CamLensError: those of `tuneShaders`, `worker-failed`, or `stopped`. */
  readonly done: Promise<TunedShaders>;
  stop(): void;
}

/** Starts the comparison; `tell` receives its progress. */
export type StartTuning = (tell: (progress: BenchmarkProgress) => void) => RunningTuning;

export const startTuning: StartTuning = (tell) =>
  startMeasuring(
    (calls) => calls.tune(),
    (news) => {
      if ('progress' in news) tell(news.progress);
    },
  );
