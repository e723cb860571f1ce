import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClock } from '../../../src/benchmark/measure/create-clock.ts';
import type { GpuClock } from '../../../src/benchmark/measure/gpu-clock.ts';
import { chainWorkloads } from '../../../src/benchmark/stages/chain-workload.ts';
import { measureChain } from '../../../src/benchmark/stages/measure-chain.ts';
import type { StageMachine } from '../../../src/benchmark/stages/measure-stage.ts';
import { median } from '../../../src/benchmark/statistics/resampled-medians.ts';
import { stopRule } from '../../../src/benchmark/statistics/sample-by-turns.ts';
import { CamLensError } from '../../../src/errors.ts';
import { DeviceErrors } from '../../../src/pipeline/device/device-errors.ts';
import { createCpuEngine } from '../../../src/pipeline/engine/cpu-engine.ts';
import { createGpuEngine } from '../../../src/pipeline/engine/gpu-engine.ts';
import { deviceForTests } from '../../support/gpu.ts';

const rule = { ...stopRule, warmUps: 1, leastSamples: 5, budgetMs: 1 };
const [workload] = chainWorkloads();
/** Every dispatch takes a millisecond. */
const countingClock: GpuClock = {
  ...{ kind: 'wall', quantumMs: 0, overheadMs: 0, destroy: () => undefined },
  time: (passes) => {
    let dispatches = 0;
    const nothing = (): void => undefined;
    const pass = { setPipeline: nothing, setBindGroup: nothing, dispatchWorkgroups: () => dispatches++ };
    for (const { encode } of passes) encode(pass as unknown as GPUComputePassEncoder);
    return Promise.resolve(dispatches);
  },
};

let machine: Omit<StageMachine, 'ceilings'>;
let device: GPUDevice;
beforeAll(async () => {
  const found = await deviceForTests();
  device = found.device;
  const errors = new DeviceErrors(device);
  machine = {
    gpu: await createGpuEngine(found),
    cpu: createCpuEngine(),
    clock: await createClock({ device, errors }),
  };
});
afterAll(() => device.destroy());

it('times the whole and each of its stages, in the order in which they run', async () => {
  const { chain, outcome } = await measureChain(machine, workload!, rule);
  if (outcome.status !== 'measured') throw new Error(outcome.reason);
  expect(chain).toBe('grad-cam');
  expect(outcome.parts.map(({ stage }) => stage)).toEqual([
    ...['channel-weights', 'weighted-sum', 'upsample', 'find-ranges', 'threshold', 'components', 'boxes'],
  ]);
  expect(outcome.samplesMs).toHaveLength(5);
  expect(outcome.medianMs).toBe(median(outcome.samplesMs));
  expect(outcome.ratio).toBeCloseTo(outcome.medianMs / outcome.partsMs, 9);
});

it('the whole does what its stages do', async () => {
  const { outcome } = await measureChain({ ...machine, clock: countingClock }, workload!, rule);
  if (outcome.status !== 'measured') throw new Error(outcome.reason);
  const { parts, medianMs, partsMs, ratio, ratioInterval } = outcome;
  expect(parts.every((part) => part.medianMs >= 1)).toBe(true);
  expect(medianMs).toBe(parts.reduce((sum, part) => sum + part.medianMs, 0));
  expect([medianMs, ratio, ratioInterval]).toEqual([partsMs, 1, [1, 1]]);
});

it('is not timed if its boxes are wrong', async () => {
  const { run } = workload!;
  let runs = 0;
  // The GPU runs first; its heatmap has another size.
  const other = chainWorkloads().at(1)!.run;
  const { outcome } = await measureChain(
    machine,
    { ...workload!, run: (chain) => (runs++ === 0 ? other(chain) : run(chain)) },
    rule,
  );
  expect(outcome).toEqual({
    status: 'differs',
    reason: expect.stringMatching(
      /^The box of mask 0 is \[.+\] of \d+ pixels, but \[.+\] of \d+ pixels was expected/,
    ) as string,
  });
});

it('names why it could not run; a lost device ends the benchmark', async () => {
  const failing = (code: 'out-of-memory' | 'device-lost') =>
    measureChain(
      machine,
      {
        ...workload!,
        run: () => {
          throw new CamLensError(code, 'No more.');
        },
      },
      rule,
    );
  expect((await failing('out-of-memory')).outcome).toEqual({ status: 'failed', reason: 'No more.' });
  await expect(failing('device-lost')).rejects.toMatchObject({ code: 'device-lost' });
});
