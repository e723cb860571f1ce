/** The result of comparing the variants of the stages: plain data. Its schema is docs/schema/variants-benchmark.json. */
import type { Interval } from '../../evaluation/bootstrap.ts';
import type { KernelShape } from '../../pipeline/engine/wgsl-layout.ts';
import type { DeviceFacts, Untimed } from '../result/benchmark-result.ts';
import type { Verdict } from '../statistics/judge.ts';
import type { VariedStage } from './stage-variants.ts';

export const variantsFormat = 'cam-lens variants benchmark';
/** Incremented whenever an older reader would misread the format. */
export const variantsVersion = 1;

export interface VariantsResult {
  readonly format: typeof variantsFormat;
  readonly version: typeof variantsVersion;
  /** Start time, ISO 8601. */
  readonly begunAt: string;
  readonly tookMs: number;
  readonly device: DeviceFacts;
  readonly stages: readonly StageVariants[];
}

/** One stage and its variants. */
export interface StageVariants {
  readonly stage: VariedStage;
  /** The variant that the stage has by default. */
  readonly usual: VariantRow;
  readonly others: readonly VariantRow[];
  /**
   * The shape of the fastest: significantly faster than the default on at least one workload, significantly slower on
   * none, and faster by the geometric mean of its ratios. Null if there is none.
   */
  readonly best: KernelShape | null;
}

export interface VariantRow {
  /** Invocations of a workgroup, `group_columns` × `group_rows`, and rows that an invocation computes, `rows_each`. */
  readonly shape: KernelShape;
  /** In the same order for all variants of a stage; an untimed variant is untimed on all. */
  readonly outcome: { readonly status: 'measured'; readonly times: readonly VariantTime[] } | Untimed;
}

/** A variant on one workload, measured alternately with all others. */
export interface VariantTime {
  readonly workload: string;
  readonly medianMs: number;
  /** 95 % interval of the median, in milliseconds. */
  readonly interval: Interval;
  readonly isNoisy: boolean;
  /** Median divided by the default's, with its 95 % interval; 1 for the default itself. */
  readonly ratio: number;
  readonly ratioInterval: Interval;
  /** Compared with the default; Holm's correction for all variants and workloads of the stage. */
  readonly verdict: Verdict;
}
