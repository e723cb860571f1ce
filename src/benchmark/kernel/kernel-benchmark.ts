/** The input and the results of a kernel benchmark. */
import type { Interval } from '../../evaluation/bootstrap.ts';
import type { ClockKind } from '../measure/gpu-clock.ts';
import type { Verdict } from '../statistics/judge.ts';
import type { SampleSummary } from '../statistics/summarize.ts';

/** One binding of group 0 of a kernel. */
export interface KernelBinding {
  /** As declared in the WGSL: `var<uniform>`, `var<storage, read>`, `var<storage, read_write>`. */
  readonly kind: 'uniform' | 'read' | 'read_write';
  /** Its bytes before the first run, or the number of zero bytes; a multiple of 4. */
  readonly contents: ArrayBufferView<ArrayBuffer> | number;
}

/** The expected result of one run of a kernel. */
export interface KernelReference {
  /** Index of a `read_write` binding. */
  readonly binding: number;
  /** Expected values, from the first byte of the binding. */
  readonly values: Float32Array | Int32Array | Uint32Array;
  /** The largest allowed difference, as a fraction of the largest magnitude among `values`. Default: 0. */
  readonly tolerance?: number;
}

/** A compute shader to time. */
export interface KernelBenchmark {
  /** Source of the module, which may use only group 0. */
  readonly wgsl: string;
  /** Name of the `@compute` function. Default: `main`. */
  readonly entryPoint?: string;
  /** Bindings 0, 1, 2 and so on; the WGSL must declare all of them. */
  readonly bindings: readonly KernelBinding[];
  /** Workgroups along x, y and z. Default: 1 along y and z. */
  readonly dispatch: readonly [x: number, y?: number, z?: number];
  /** Checked before the kernel is timed. */
  readonly reference: KernelReference;
  /** Minimum number of bytes that one run reads and writes, for `gigabytesPerSecond`. */
  readonly bytes?: number;
  /** Minimum number of operations of one run, for `gigaflopsPerSecond`; a fused multiply-add counts as 2. */
  readonly operations?: number;
}

/** How kernels are timed. */
export interface KernelOptions {
  /**
   * The device to use, which is not destroyed; with the feature `timestamp-query`, GPU time is measured. Default: one
   * is requested, and destroyed at the end.
   */
  readonly device?: GPUDevice;
  /**
   * Milliseconds of sampling, for all kernels together, after which sampling ends once there are 30 samples of each.
   * Default: 5000.
   */
  readonly budgetMs?: number;
  /** Wanted distance of both ends of the 95 % interval from the median, as a fraction of the median. Default: 0.03. */
  readonly precision?: number;
  /** `wall` or `timestamp-query`. Default: `timestamp-query` if the device supports it. */
  readonly clock?: ClockKind;
  /** Stops the work with the error `stopped`. */
  readonly signal?: AbortSignal;
}

/** The clock that measured the times. */
export interface ClockFacts {
  /** `timestamp-query`: GPU time only. `wall`: from submission until the work is done, including the round trip. */
  readonly kind: ClockKind;
  /** Resolution of the clock in milliseconds. */
  readonly quantumMs: number;
  /** Milliseconds measured for an empty pass; they are not subtracted. */
  readonly overheadMs: number;
}

/** A kernel whose result was correct, and its time. */
export interface MeasuredKernel {
  /** The result was correct, and the kernel was timed. */
  readonly status: 'measured';
  /** Milliseconds of one run. */
  readonly timeMs: SampleSummary;
  /** Milliseconds per run, in the order of measurement; each is the mean of `runsPerSample` runs. */
  readonly samplesMs: readonly number[];
  /** Runs per compute pass, chosen so that the clock's quantum is at most 1 % of a sample. */
  readonly runsPerSample: number;
  /** The clock's quantum as a fraction of a sample. Above 0.01, the clock is too coarse for this kernel. */
  readonly resolution: number;
  /** The budget ended before the median was known to within `precision`. */
  readonly isNoisy: boolean;
  /**
   * The last third of the samples differs from the first by more than 25 %: the clock rate or the load of the machine
   * changed.
   */
  readonly isDrifting: boolean;
  /** A run changes its input, which is restored before each run, outside the timed section. */
  readonly isReset: boolean;
  /** Number of samples repeated because the page was hidden. */
  readonly hidden: number;
  /** `bytes` divided by the median, in 10⁹ bytes per second. */
  readonly gigabytesPerSecond?: number;
  /** `operations` divided by the median, in 10⁹ per second. */
  readonly gigaflopsPerSecond?: number;
}

/** A kernel whose result differs from its reference. It is not timed. */
export interface RefusedKernel {
  /** The result was wrong. */
  readonly status: 'differs';
  /** A sentence with the value, its position and the expected value. */
  readonly difference: string;
}

/** The result for one kernel. */
export type KernelResult = (MeasuredKernel | RefusedKernel) & {
  /** The clock that measured the times. */ readonly clock: ClockFacts;
};

/** How much longer one kernel takes than another, measured alternately. */
export interface KernelComparison {
  /** Name of the kernel. */
  readonly name: string;
  /** Name of the kernel that it is compared with: the first timed one. */
  readonly against: string;
  /** Ratio of the medians: 2 means twice as long. */
  readonly ratio: number;
  /** 95 % interval of the ratio. */
  readonly interval: Interval;
  /**
   * Whether the difference is significant, corrected for multiple comparisons (Holm); differences below 1 % are
   * ignored.
   */
  readonly verdict: Verdict;
}

/** The results for several kernels timed alternately. */
export interface KernelResults {
  /** By name, in the order given. */
  readonly results: Readonly<Record<string, KernelResult>>;
  /** For every timed kernel except the first. */
  readonly comparisons: readonly KernelComparison[];
}
