/** The benchmark of an adapter: measures its ceilings, then every stage on its workloads. */
import { CamLensError } from '../errors.ts';
import { DeviceErrors } from '../pipeline/device/device-errors.ts';
import { requestDevice, type Device } from '../pipeline/device/device.ts';
import { createCpuEngine } from '../pipeline/engine/cpu-engine.ts';
import { createGpuEngine } from '../pipeline/engine/gpu-engine.ts';
import { ceilingScale, measureCeilings } from './ceilings/measure-ceilings.ts';
import { createClock } from './measure/create-clock.ts';
import { factsOf } from './measure/facts-of.ts';
import {
  benchmarkFormat,
  benchmarkVersion,
  type BenchmarkResult,
  type ChainRow,
  type StageRow,
} from './result/benchmark-result.ts';
import { chainWorkloads } from './stages/chain-workload.ts';
import { measureChain } from './stages/measure-chain.ts';
import { measureStage } from './stages/measure-stage.ts';
import { isQuickOn } from './stages/stage-workload.ts';
import { quickWorkloads, stageWorkloads } from './stages/stage-workloads.ts';
import { stopRule, type StopRule } from './statistics/sample-by-turns.ts';

export interface BenchmarkOptions {
  /** Fewer workloads and shorter budgets. */
  readonly quick: boolean;
  readonly onProgress?: (progress: { readonly fraction: number; readonly message: string }) => void;
  /** Called with all results so far whenever there is a new one. */
  readonly onPart?: (part: BenchmarkResult) => void;
  readonly signal?: AbortSignal;
}

/** Share of the time budget used for the ceilings. */
const ceilingsPart = 0.1;

/** @throws CamLensError `no-webgpu`, `device-lost`, `gpu-failed`, `out-of-memory`, `stopped` */
export async function runBenchmark(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const found = await requestDevice();
  if (found === null)
    throw new CamLensError('no-webgpu', 'Measuring stages needs WebGPU, which this browser does not support.');
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
  { quick, onProgress = () => undefined, onPart = () => undefined, signal }: BenchmarkOptions,
): Promise<BenchmarkResult> {
  const begunAt = new Date();
  const begunMs = performance.now();
  const { device } = found;
  const rule: StopRule = quick ? { ...stopRule, budgetMs: 1000 } : stopRule;
  const given = { device, errors };
  onProgress({ fraction: 0, message: 'Compiling the stages' });
  const gpu = await createGpuEngine(found);
  const cpu = createCpuEngine();
  const clock = await createClock(given);
  const facts = factsOf(found, clock);
  try {
    const ceilings = await measureCeilings(given, clock, {
      ...{ scale: ceilingScale(found, quick), rule },
      ...(signal === undefined ? {} : { signal }),
      onProgress: (message) => onProgress({ fraction: 0, message }),
    });
    const stages: StageRow[] = [];
    const chains: ChainRow[] = [];
    const result = (): BenchmarkResult => ({
      ...{ format: benchmarkFormat, version: benchmarkVersion, quick, begunAt: begunAt.toISOString() },
      ...{ tookMs: performance.now() - begunMs, device: facts, ceilings, stages: [...stages], chains: [...chains] },
    });
    onPart(result());
    const workloads = quick ? quickWorkloads(found.isSoftware) : stageWorkloads();
    const wholes = chainWorkloads().filter(({ quickOn }) => !quick || isQuickOn(quickOn, found.isSoftware));
    const fractionAt = (i: number): number =>
      ceilingsPart + ((1 - ceilingsPart) * i) / (workloads.length + wholes.length);
    for (const [i, workload] of workloads.entries()) {
      const fraction = fractionAt(i);
      onProgress({ fraction, message: `${workload.stage}: ${workload.name}` });
      stages.push(await measureStage({ gpu, cpu, clock, ceilings }, workload, rule, signal));
      onPart(result());
    }
    for (const [i, workload] of wholes.entries()) {
      onProgress({ fraction: fractionAt(workloads.length + i), message: `${workload.chain}: ${workload.name}` });
      chains.push(await measureChain({ gpu, cpu, clock }, workload, rule, signal));
      onPart(result());
    }
    return result();
  } finally {
    clock.destroy();
    gpu.destroy();
    cpu.destroy();
  }
}
