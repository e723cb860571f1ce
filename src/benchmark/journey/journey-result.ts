/** The result of a benchmark of the whole journey: plain data. Its schema is docs/schema/journey-benchmark.json. */
import type { Interval } from '../../evaluation/bootstrap.ts';
import type { Backend, Size } from '../../pipeline/types.ts';
import type { GpuMemory } from '../memory/memory-ledger.ts';

export const journeyFormat = 'cam-lens journey benchmark';
/** Incremented whenever an older reader would misread the format. */
export const journeyVersion = 1;

export interface JourneyResult {
  readonly format: typeof journeyFormat;
  readonly version: typeof journeyVersion;
  /** Start time, ISO 8601. */
  readonly begunAt: string;
  readonly tookMs: number;
  /** What actually ran. */
  readonly backend: Backend;
  /** Whether a CPU emulates the GPU: then the numbers say nothing about GPUs. */
  readonly isSoftware: boolean;
  readonly browser: string;
  /** Of ONNX Runtime in WebAssembly. */
  readonly threads: number;
  /** Name of the model. */
  readonly model: string;
  /** [1, channels, height, width] */
  readonly input: readonly number[];
  readonly methods: readonly string[];
  readonly layers: readonly string[];
  readonly picture: Size & { readonly bytes: number };
  /** The page was hidden for some time: the browser may have slowed down what was measured meanwhile. */
  readonly wasHidden: boolean;
  readonly outcome: JourneyMeasured | JourneyRefused;
}

/** The result differs from that of the CPU, or changes while steps are timed. It is not timed. */
export interface JourneyRefused {
  readonly status: 'differs';
  readonly reason: string;
}

export interface JourneyMeasured {
  readonly status: 'measured';
  readonly cold: ColdJourney;
  readonly warm: WarmJourney;
  /** By number of pictures. */
  readonly batches: readonly BatchRow[];
  readonly memory: JourneyMemory;
}

/** Milliseconds of repeated samples. */
export interface SpreadMs {
  readonly medianMs: number;
  /** 95 % interval of the median. */
  readonly interval: Interval;
  readonly p5Ms: number;
  readonly p95Ms: number;
}

/** Part of the journey, by the wall clock. */
export interface StepRow extends SpreadMs {
  readonly step: string;
}

/**
 * How part of a step was timed. `gpu`: by timestamps on the GPU. `cpu`: by the clock. `rest`: what the other parts leave
 * of the step.
 */
export type PartClock = 'gpu' | 'cpu' | 'rest';

/** Part of a step: contained in it, so not in the sum. */
export interface PartRow extends SpreadMs {
  readonly step: string;
  readonly part: string;
  readonly clock: PartClock;
}

export interface Journey {
  /** Samples of the journey. */
  readonly runs: number;
  /** In the order in which they happen. */
  readonly steps: readonly StepRow[];
  /** Of the steps, run by run. */
  readonly sum: SpreadMs;
  readonly whole: SpreadMs;
  /** The whole less the sum, by their medians: negative if timing the steps costs more than it misses. */
  readonly unaccountedMs: number;
}

/** From nothing, before the worker exists, to the first painted result. */
export interface ColdJourney {
  /** Before anything else has run in this browser: the only one for which it has compiled nothing. */
  readonly first: FirstJourney;
  /** Each in another new worker, after all else; null if there was only the first. */
  readonly later: Journey | null;
}

/** One sample. */
export interface FirstJourney {
  /** In the order in which they happen. */
  readonly steps: readonly { readonly step: string; readonly timeMs: number }[];
  readonly sumMs: number;
  readonly wholeMs: number;
  /** The whole less the sum. */
  readonly unaccountedMs: number;
}

/** From bytes to the painted result. The whole is measured without steps, in turns with the steps. */
export interface WarmJourney extends Journey {
  readonly parts: readonly PartRow[];
  /** The budget ended before the interval of the median was within 3 %. */
  readonly isNoisy: boolean;
  /** The machine's speed changed by more than a quarter meanwhile. */
  readonly isDrifting: boolean;
}

export interface BatchRow {
  /** Pictures in one batch. */
  readonly batch: number;
  readonly outcome: BatchMeasured | BatchMissed;
}

export interface BatchMeasured {
  readonly status: 'measured';
  readonly runs: number;
  /** The budget ended before the interval of the median was within 3 %. */
  readonly isNoisy: boolean;
  /** From bytes to boxes; painting is not included. */
  readonly picturesPerSecond: { readonly median: number; readonly p5: number; readonly p95: number };
  /** GPU memory at most; null without a GPU. */
  readonly gpuPeakBytes: number | null;
}

/** `not reached`: there was no time, or a smaller batch failed. */
export interface BatchMissed {
  readonly status: 'not reached' | 'failed';
  readonly reason: string;
}

export interface JourneyMemory {
  /** With peaks of the start and of pictures one at a time; null without a GPU. */
  readonly gpu: GpuMemory | null;
  /** GPU memory that is left once everything is destroyed but the device: 0, or there is a leak; null if it is unknown. */
  readonly leftBytes: number | null;
  /** After the first result. */
  readonly webAssemblyBytes: number;
}
