/**
 * Times compute shaders of the caller in the same way as our own stages: checked first, then timed alternately until
 * the median is known.
 */
import { CamLensError } from '../../errors.ts';
import { DeviceErrors } from '../../pipeline/device/device-errors.ts';
import { requestDevice } from '../../pipeline/device/device.ts';
import { createClock } from '../measure/create-clock.ts';
import { stopRule } from '../statistics/sample-by-turns.ts';
import type { KernelBenchmark, KernelOptions, KernelResult, KernelResults } from './kernel-benchmark.ts';
import { timeKernels } from './time-kernels.ts';

/**
 * Times a compute shader. It runs once and is checked against its reference; if it differs, it is reported and not
 * timed. Then 10 samples are discarded and at least 30 are measured, each of enough runs in one pass that the clock's
 * quantum is at most 1 % of the sample, until the 95 % interval of the median is within 3 % of the median or the budget
 * ends.
 * @throws CamLensError `bad-option` if the WGSL does not compile or the bindings do not match it, `no-webgpu`,
 *   `device-lost`, `gpu-failed`, `out-of-memory`, `stopped`
 */
export async function benchmarkKernel(kernel: KernelBenchmark, options: KernelOptions = {}): Promise<KernelResult> {
  const { results } = await benchmarkKernels({ kernel }, options);
  return results['kernel']!;
}

/**
 * Times several variants of a compute shader alternately (A B A B), and reports which are significantly faster or
 * slower than the first.
 * @param kernels by name
 * @throws CamLensError as `benchmarkKernel`
 */
export async function benchmarkKernels(
  kernels: Readonly<Record<string, KernelBenchmark>>,
  options: KernelOptions = {},
): Promise<KernelResults> {
  const device = options.device ?? (await ownDevice());
  const errors = new DeviceErrors(device);
  try {
    const { clock: kind, signal, budgetMs = stopRule.budgetMs, precision = stopRule.precision } = options;
    const clock = await createClock({ device, errors }, kind);
    try {
      const rule = { ...stopRule, budgetMs, precision };
      return await timeKernels({ device, errors }, clock, Object.entries(kernels), rule, signal);
    } finally {
      clock.destroy();
    }
  } finally {
    errors.close();
    if (options.device === undefined) device.destroy();
  }
}

async function ownDevice(): Promise<GPUDevice> {
  const found = await requestDevice();
  if (found === null)
    throw new CamLensError('no-webgpu', 'Timing kernels needs WebGPU, which this browser does not support.');
  return found.device;
}
