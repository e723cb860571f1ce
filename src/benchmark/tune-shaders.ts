/** Finds the fastest shapes of the shaders on this device, and keeps them for explainers created later. */
import { forgetShapes, keepShapes } from '../pipeline/engine/kept-shapes.ts';
import type { StageName } from '../pipeline/engine/stage-names.ts';
import type { StageVariants, VariantTime } from './variants/variants-result.ts';

/** How shaders are tuned. */
export interface TuneOptions {
  /** Called with the fraction that is done, 0…1, and what is measured now. */
  readonly onProgress?: (progress: { readonly fraction: number; readonly message: string }) => void;
  /** Samples of each variant. Default: at least 30, until the median is known to within 3 % or 5 seconds are over. */
  readonly rounds?: number;
  /** Stops the work with the error `stopped`; nothing is kept then. */
  readonly signal?: AbortSignal;
}

/** What was found for a stage. */
export interface TunedStage {
  /** The stage. */
  readonly stage: StageName;
  /** Sizes of the workgroup, and rows per invocation, by the names in the WGSL; null if none is better than the default. */
  readonly shape: Readonly<Record<string, number>> | null;
  /** Time of the fastest divided by the default's, as the geometric mean of its workloads; 1 without one that is better. */
  readonly ratio: number;
}

/** What was found on this device. */
export interface TunedShaders {
  /** The stages that have variants. */
  readonly stages: readonly TunedStage[];
  /** Whether the browser keeps them; not in insecure contexts, and not without space. */
  readonly isKept: boolean;
}

/**
 * Measures variants of five stages on this device (workgroups, rows per invocation), about a minute on a GPU, and keeps the fastest
 * in the browser, for this adapter, browser and version of cam-lens. Explainers and lenses created later use them. Every variant is
 * checked first, bit by bit, so results stay the same. The measuring blocks the thread for moments: call it in a worker, on
 * an idle machine.
 * @throws CamLensError `no-webgpu`, `device-lost`, `gpu-failed`, `out-of-memory`, `stopped`
 */
export async function tuneShaders(options: TuneOptions = {}): Promise<TunedShaders> {
  // Most callers never measure.
  const { runVariants } = await import('./run-variants.ts');
  const { stages, device } = await runVariants(options);
  const tuned = stages.map(tunedOf);
  const shapes = Object.fromEntries(tuned.flatMap(({ stage, shape }) => (shape === null ? [] : [[stage, shape]])));
  const isKept = await keepShapes(device.adapter, shapes);
  return { stages: tuned, isKept };
}

/** Forgets what `tuneShaders` found: explainers created later use the default shapes. @throws nothing */
export function forgetTunedShaders(): Promise<void> {
  return forgetShapes();
}

function tunedOf({ stage, others, best }: StageVariants): TunedStage {
  const row = others.find(({ shape }) => shape === best);
  const times: readonly VariantTime[] = row?.outcome.status === 'measured' ? row.outcome.times : [];
  const logs = times.map(({ ratio }) => Math.log(ratio));
  const mean = logs.reduce((sum, log) => sum + log, 0) / Math.max(1, logs.length);
  return { stage, shape: best, ratio: Math.exp(mean) };
}
