/** Compares the variants of all stages that have some, on the workloads of the quick benchmark. */
import { CamLensError } from '../errors.ts';
import { DeviceErrors } from '../pipeline/device/device-errors.ts';
import { requestDevice, type Device } from '../pipeline/device/device.ts';
import { createCpuEngine } from '../pipeline/engine/cpu-engine.ts';
import { createGpuEngine } from '../pipeline/engine/gpu-engine.ts';
import { usualShapes } from '../pipeline/engine/kernel-shapes.ts';
import { createClock } from './measure/create-clock.ts';
import { factsOf } from './measure/facts-of.ts';
import { quickWorkloads } from './stages/stage-workloads.ts';
import { ruleOf, stopRule } from './statistics/sample-by-turns.ts';
import { measureVariants } from './variants/measure-variants.ts';
import { variedStages } from './variants/stage-variants.ts';
import {
  variantsFormat,
  variantsVersion,
  type StageVariants,
  type VariantsResult,
} from './variants/variants-result.ts';

export interface VariantsOptions {
  /** Samples of each variant. Default: 30 or more, until the median is known to within 3 % or 5 seconds are over. */
  readonly rounds?: number;
  readonly onProgress?: (progress: { readonly fraction: number; readonly message: string }) => void;
  readonly signal?: AbortSignal;
}

/** @throws CamLensError `no-webgpu`, `device-lost`, `gpu-failed`, `out-of-memory`, `stopped` */
export async function runVariants(options: VariantsOptions = {}): Promise<VariantsResult> {
  const found = await requestDevice();
  if (found === null)
    throw new CamLensError('no-webgpu', 'Comparing variants needs WebGPU, which this browser does not support.');
  const errors = new DeviceErrors(found.device);
  try {
    return await measureAll(found, errors, options);
  } finally {
    errors.close();
    found.device.destroy();
  }
}

async function measureAll(
  found: Device,
  errors: DeviceErrors,
  { rounds, onProgress = () => undefined, signal }: VariantsOptions,
): Promise<VariantsResult> {
  const begunAt = new Date();
  const begunMs = performance.now();
  const given = { device: found.device, errors };
  onProgress({ fraction: 0, message: 'Compiling the stages' });
  const gpu = await createGpuEngine(found);
  const cpu = createCpuEngine();
  const clock = await createClock(given);
  const device = factsOf(found, clock);
  const rule = ruleOf(rounds, stopRule.budgetMs);
  const stages: StageVariants[] = [];
  try {
    for (const [i, stage] of variedStages.entries()) {
      onProgress({ fraction: i / variedStages.length, message: `Variants of ${stage}` });
      const workloads = quickWorkloads(found.isSoftware).filter((each) => each.stage === stage);
      stages.push(
        await measureVariants({ given, gpu, cpu, clock, usual: usualShapes(found) }, stage, workloads, rule, signal),
      );
    }
    return {
      ...{ format: variantsFormat, version: variantsVersion, begunAt: begunAt.toISOString() },
      ...{ tookMs: performance.now() - begunMs, device, stages },
    };
  } finally {
    clock.destroy();
    gpu.destroy();
    cpu.destroy();
  }
}
