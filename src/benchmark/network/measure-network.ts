/** Measures ONNX Runtime's kernels of a network on WebGPU, named by the nodes of its graph. */
import { CamLensError } from '../../errors.ts';
import { requestDevice, type Device } from '../../pipeline/device/device.ts';
import type { LoadedModel } from '../../pipeline/model/loaded-model.ts';
import type { NetworkTensor } from '../../pipeline/network/network.ts';
import { ProfiledNetwork } from '../../pipeline/network/profiled-network.ts';
import type { RunRequest } from '../../pipeline/network/run-request.ts';
import { DeviceErrors } from '../../pipeline/device/device-errors.ts';
import type { Ceiling } from '../ceilings/ceiling.ts';
import { ceilingScale, measureCeilings } from '../ceilings/measure-ceilings.ts';
import { differingValue } from '../kernel/differing-value.ts';
import { createClock } from '../measure/create-clock.ts';
import { madeUpValues } from '../stages/made-up.ts';
import { stopRule } from '../statistics/sample-by-turns.ts';
import { networkFormat, networkVersion, type NetworkOutcome, type NetworkResult } from './network-result.ts';
import { medianOf, sumKernels } from './sum-kernels.ts';

export interface NetworkBenchmarkOptions {
  readonly model: LoadedModel;
  /** Layers whose gradients are computed. Default: the model's default layer. */
  readonly layers?: readonly string[];
  /** After as many for warming up, at most 10. Default: 30. */
  readonly runs?: number;
  readonly onProgress?: (message: string) => void;
}

const [mostWarmUps, usualRuns] = [10, 30];
/** As a fraction of the largest logit: sums of thousands of float32 products in another order. */
const tolerance = 1e-3;

/**
 * Must be called before any other network has run on WebGPU in this page or worker.
 * @throws CamLensError `no-webgpu`, `bad-option`, `device-lost`, `gpu-failed`, `out-of-memory`, and those of the model
 */
export async function measureNetwork(options: NetworkBenchmarkOptions): Promise<NetworkResult> {
  const found = await requestDevice();
  if (found === null)
    throw new CamLensError('no-webgpu', 'Timing kernels needs WebGPU, which this browser does not support.');
  try {
    return await measureNetworkOn(found, options);
  } finally {
    found.device.destroy();
  }
}

/** As `measureNetwork`, on a device that is not destroyed. */
export async function measureNetworkOn(
  found: Device,
  { model, layers: asked, runs = usualRuns, onProgress = () => undefined }: NetworkBenchmarkOptions,
): Promise<NetworkResult> {
  const { device, adapterName, isSoftware } = found;
  const [begunAt, begunMs] = [new Date(), performance.now()];
  const { description, classes } = model;
  const layers = asked ?? [description.defaultLayer];
  const { size, height = size } = description.input;
  const dims = [1, 3, height, size];
  const image: NetworkTensor = { dims, values: madeUpValues(3 * height * size, 'signed', 1) };
  const target: NetworkTensor = { dims: [1, classes.length], values: new Float32Array(classes.length) };
  const request: RunRequest = { layers, input: false, relu: 'standard' };
  onProgress('Creating the network');
  const network = await ProfiledNetwork.create(model, request, device);
  try {
    const outcome = await checkAndTime({ network, found, image, target, runs, onProgress });
    return {
      ...{ format: networkFormat, version: networkVersion, begunAt: begunAt.toISOString() },
      ...{ tookMs: performance.now() - begunMs, adapter: adapterName, isSoftware, browser: navigator.userAgent },
      ...{ model: description.name, input: dims, layers, outcome },
    };
  } finally {
    await network.destroy();
  }
}

interface Prepared {
  readonly network: ProfiledNetwork;
  readonly found: Device;
  readonly image: NetworkTensor;
  readonly target: NetworkTensor;
  readonly runs: number;
  readonly onProgress: (message: string) => void;
}

async function checkAndTime({ network, found, image, target, runs, onProgress }: Prepared): Promise<NetworkOutcome> {
  onProgress('Comparing with WebAssembly');
  const expected = await network.reference(image, target);
  const difference = differingValue(await network.logits(image, target), expected, tolerance);
  if (difference !== undefined) return { status: 'differs', reason: `The logits: ${difference}` };
  const warmUps = Math.min(mostWarmUps, runs);
  const wallMs: number[] = [];
  for (let i = 0; i < warmUps + runs; i++) {
    onProgress(`Run ${i + 1} of ${warmUps + runs}`);
    const begunMs = performance.now();
    await network.run(image, target);
    if (i >= warmUps) wallMs.push(performance.now() - begunMs);
  }
  const ran = { runs, wall: medianOf(wallMs) };
  if (!found.device.features.has('timestamp-query')) {
    return { status: 'total only', ...ran, reason: 'The adapter has no timestamp-query, so kernels cannot be timed.' };
  }
  const profiled = await network.end();
  const ceilings = await ceilingsOf(found, runs, onProgress);
  return { ...sumKernels({ ...profiled, runs: profiled.runs.slice(-runs) }, ceilings), ...ran };
}

/** What limits kernels. After the network: its profile begins with the first work of its device. */
async function ceilingsOf(
  found: Device,
  runs: number,
  onProgress: (message: string) => void,
): Promise<readonly Ceiling[]> {
  const given = { device: found.device, errors: new DeviceErrors(found.device) };
  const clock = await createClock(given);
  const samples = Math.min(stopRule.leastSamples, runs);
  const rule = { ...stopRule, warmUps: Math.min(mostWarmUps, runs), leastSamples: samples, budgetMs: 1000 };
  try {
    const only = ['copy', 'multiply-add f32', 'dispatch'] as const;
    return await measureCeilings(given, clock, { scale: ceilingScale(found, true), rule, only, onProgress });
  } finally {
    clock.destroy();
    given.errors.close();
  }
}
