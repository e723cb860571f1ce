/** Measures the limits of the adapter. */
import { CamLensError } from '../../errors.ts';
import { own } from '../../own.ts';
import type { Device } from '../../pipeline/device/device.ts';
import { ErrorScopes } from '../../pipeline/device/error-scopes.ts';
import { timeKernels } from '../kernel/time-kernels.ts';
import { createClock } from '../measure/create-clock.ts';
import type { ClockedDevice, GpuClock } from '../measure/gpu-clock.ts';
import { sampleByTurns, type StopRule } from '../statistics/sample-by-turns.ts';
import { summarize } from '../statistics/summarize.ts';
import { ceilingUnits, type Ceiling, type CeilingName } from './ceiling.ts';
import { ceilingKernels, type CeilingKernel, type CeilingScale } from './ceiling-kernels.ts';

export interface CeilingOptions {
  readonly scale: CeilingScale;
  readonly rule: StopRule;
  /** Default: all. Latencies are measured only with all. */
  readonly only?: readonly CeilingName[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (message: string) => void;
}

/** Arrays larger than any cache, if time allows; on a software adapter, memory is a hundred times slower. */
export function ceilingScale({ isSoftware }: Device, quick: boolean): CeilingScale {
  if (isSoftware) return { arrayBytes: (quick ? 4 : 32) * 2 ** 20, rounds: 64 };
  return { arrayBytes: (quick ? 64 : 128) * 2 ** 20, rounds: 1024 };
}

/**
 * Every kernel is first checked against its reference.
 * @param clock the device's clock
 * @throws CamLensError `gpu-failed` if a kernel gives a wrong result; `device-lost`, `out-of-memory`, `stopped`
 */
export async function measureCeilings(
  given: ClockedDevice,
  clock: GpuClock,
  { scale, rule, only, signal, onProgress = () => undefined }: CeilingOptions,
): Promise<Ceiling[]> {
  const ceilings: Ceiling[] = [];
  const groups = ceilingKernels(scale, given.device.features.has('shader-f16'));
  const isWanted = ({ name }: CeilingKernel): boolean => only === undefined || only.includes(name);
  for (const kernels of groups.map((group) => group.filter(isWanted)).filter(({ length }) => length > 0)) {
    onProgress(`Ceilings: ${[...new Set(kernels.map(({ name }) => name))].join(', ')}`);
    ceilings.push(...(await measureKernels(given, clock, kernels, rule, signal)));
  }
  if (only !== undefined) return ceilings;
  onProgress('Ceilings: submit and read-back');
  return [...ceilings, ...(await measureLatencies(given, rule))];
}

async function measureKernels(
  given: ClockedDevice,
  clock: GpuClock,
  kernels: readonly CeilingKernel[],
  rule: StopRule,
  signal: AbortSignal | undefined,
): Promise<Ceiling[]> {
  const named = kernels.map(({ name, variant, kernel }) => [`${name}, ${variant}`, kernel] as const);
  const { results } = await timeKernels(given, clock, named, rule, signal);
  return kernels.map(({ name, variant, kernel }) => {
    const result = own(results, `${name}, ${variant}`)!;
    if (result.status === 'differs') {
      const message = `The GPU computed a wrong result (${name}, ${variant}): ${result.difference}`;
      throw new CamLensError('gpu-failed', message);
    }
    const amount = kernel.bytes ?? kernel.operations;
    const rate =
      amount === undefined ? (timeMs: number): number => timeMs : (timeMs: number): number => amount / timeMs / 1e6;
    return ceilingOf(name, variant, result, rate);
  });
}

/** The latency of a round trip to the GPU, in wall-clock time. */
async function measureLatencies(given: ClockedDevice, rule: StopRule): Promise<Ceiling[]> {
  const { device, errors } = given;
  const wall = await createClock(given, 'wall');
  const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
  const scopes = new ErrorScopes(device);
  const from = scopes.guard(() => device.createBuffer({ size: 4, usage: GPUBufferUsage.COPY_SRC }));
  const to = scopes.guard(() => device.createBuffer({ size: 4, usage }));
  const readBack = async (): Promise<number> => {
    const begunMs = performance.now();
    const mapped = scopes.guard(() => {
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(from, 0, to, 0, 4);
      device.queue.submit([encoder.finish()]);
      return to.mapAsync(GPUMapMode.READ);
    });
    await errors.during(scopes, mapped);
    const timeMs = performance.now() - begunMs;
    to.unmap();
    return Math.max(timeMs, wall.quantumMs / 2);
  };
  const submit = async (): Promise<number> =>
    Math.max(await wall.time([{ encode: () => undefined }]), wall.quantumMs / 2);
  try {
    const [submits, reads] = await sampleByTurns([{ take: submit }, { take: readBack }], rule);
    return [
      ceilingOf('submit', 'an empty pass, until it is done', timed(submits!), (timeMs) => timeMs),
      ceilingOf('read-back', '4 bytes, until they arrive', timed(reads!), (timeMs) => timeMs),
    ];
  } finally {
    from.destroy();
    to.destroy();
    wall.destroy();
  }
}

function timed({ samples, isNoisy }: { samples: readonly number[]; isNoisy: boolean }): Timed {
  return { samplesMs: samples, isNoisy, timeMs: summarize(samples) };
}

interface Timed {
  readonly samplesMs: readonly number[];
  readonly isNoisy: boolean;
  readonly timeMs: ReturnType<typeof summarize>;
}

/** @param rate converts a time to the ceiling's unit; monotonic */
function ceilingOf(
  name: CeilingName,
  variant: string,
  { samplesMs, isNoisy, timeMs }: Timed,
  rate: (timeMs: number) => number,
): Ceiling {
  const [a, b] = [rate(timeMs.interval[0]), rate(timeMs.interval[1])];
  return {
    ...{ name, variant, unit: ceilingUnits[name], value: rate(timeMs.median) },
    ...{ interval: [Math.min(a, b), Math.max(a, b)] as const, isNoisy, samplesMs },
  };
}
