/**
 * The result of a benchmark of the stages, as printed, saved and linked to: plain data. Its schema is
 * docs/schema/benchmark.json.
 */
import type { Interval } from '../../evaluation/bootstrap.ts';
import type { StageName } from '../../pipeline/engine/stage-names.ts';
import type { Ceiling } from '../ceilings/ceiling.ts';
import type { ClockFacts } from '../kernel/kernel-benchmark.ts';

export const benchmarkFormat = 'cam-lens benchmark';
/** Incremented whenever an older reader would misread the format. */
export const benchmarkVersion = 1;

export interface BenchmarkResult {
  readonly format: typeof benchmarkFormat;
  readonly version: typeof benchmarkVersion;
  /** Fewer workloads, shorter budgets. */
  readonly quick: boolean;
  /** Start time, ISO 8601. */
  readonly begunAt: string;
  readonly tookMs: number;
  readonly device: DeviceFacts;
  readonly ceilings: readonly Ceiling[];
  readonly stages: readonly StageRow[];
  /** Absent in results of versions of cam-lens that did not measure them. */
  readonly chains?: readonly ChainRow[];
}

export interface DeviceFacts {
  /** As the adapter describes itself. */
  readonly adapter: string;
  /** Whether a CPU emulates the GPU: then the numbers say nothing about GPUs. */
  readonly isSoftware: boolean;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
  readonly browser: string;
  /** Logical processors. */
  readonly cores: number;
  readonly clock: ClockFacts;
}

/** One stage on one workload. */
export interface StageRow {
  readonly stage: StageName;
  /** Name of the workload; unique within the stage. */
  readonly workload: string;
  /** Minimum number of bytes read and written. */
  readonly bytes: number;
  /** Minimum number of operations. */
  readonly operations: number;
  readonly outcome: StageOutcome;
}

export type StageOutcome = StageTimes | Untimed;

/** `differs`: the GPU's result differs from the CPU engine's. `failed`: it could not be run. */
export interface Untimed {
  readonly status: 'differs' | 'failed';
  readonly reason: string;
}

/** All stages from a layer to boxes in one pass, and each by itself, measured alternately. */
export interface ChainRow {
  /** The method. */
  readonly chain: string;
  /** Name of the workload; unique within the chain. */
  readonly workload: string;
  readonly outcome: ChainOutcome;
}

export type ChainOutcome = ChainTimes | Untimed;

export interface ChainTimes extends Pick<
  StageTimes,
  'status' | 'medianMs' | 'interval' | 'samplesMs' | 'isNoisy' | 'isDrifting' | 'hidden'
> {
  /** Its stages, in the order in which they run. */
  readonly parts: readonly {
    readonly stage: StageName;
    readonly medianMs: number;
    /** 95 % interval of the median. */
    readonly interval: Interval;
  }[];
  /** Median of the sum of the parts, in milliseconds. */
  readonly partsMs: number;
  /** The whole divided by the sum of its parts: below 1, the parts are faster together. */
  readonly ratio: number;
  /** 95 % interval of the ratio. */
  readonly ratioInterval: Interval;
}

export interface StageTimes {
  readonly status: 'measured';
  readonly medianMs: number;
  /** 95 % interval of the median. */
  readonly interval: Interval;
  readonly p5Ms: number;
  readonly p95Ms: number;
  /** Milliseconds per run, in the order of measurement. */
  readonly samplesMs: readonly number[];
  readonly runsPerSample: number;
  /** The clock's quantum as a fraction of a sample. */
  readonly resolution: number;
  readonly isNoisy: boolean;
  readonly isDrifting: boolean;
  /** Number of samples repeated because the page was hidden. */
  readonly hidden: number;
  readonly gigabytesPerSecond: number;
  readonly gigaflopsPerSecond: number;
  /** The limiting ceiling: the one that requires the longest time. */
  readonly bound: Bound;
  /** The minimum time that the ceiling allows, as a fraction of the median. */
  readonly share: number;
}

export type Bound = 'memory' | 'arithmetic' | 'dispatch';
