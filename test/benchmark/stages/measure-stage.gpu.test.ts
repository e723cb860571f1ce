import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../../../src/benchmark/measure/create-clock.ts';
import type { Ceiling } from '../../../src/benchmark/ceilings/ceiling.ts';
import { measureStage, type StageMachine } from '../../../src/benchmark/stages/measure-stage.ts';
import { quickWorkloads } from '../../../src/benchmark/stages/stage-workloads.ts';
import type { StageWorkload } from '../../../src/benchmark/stages/stage-workload.ts';
import { stopRule } from '../../../src/benchmark/statistics/sample-by-turns.ts';
import { DeviceErrors } from '../../../src/pipeline/device/device-errors.ts';
import { createCpuEngine } from '../../../src/pipeline/engine/cpu-engine.ts';
import { createGpuEngine } from '../../../src/pipeline/engine/gpu-engine.ts';
import type { StageChain, StageEngine } from '../../../src/pipeline/engine/stage-chain.ts';
import { CamLensError } from '../../../src/errors.ts';
import { deviceForTests } from '../../support/gpu.ts';

const rule = { ...stopRule, warmUps: 1, leastSamples: 3, budgetMs: 1 };
const copy: Ceiling = {
  ...{ name: 'copy', variant: '', unit: 'GB/s', value: 1, interval: [1, 1], isNoisy: false, samplesMs: [1] },
};
let machine: StageMachine;
let device: GPUDevice;
beforeAll(async () => {
  const found = await deviceForTests();
  device = found.device;
  const errors = new DeviceErrors(found.device);
  machine = {
    gpu: await createGpuEngine(found),
    cpu: createCpuEngine(),
    clock: await createClock({ device: found.device, errors }),
    ceilings: [copy],
  };
});
afterAll(() => device.destroy());

/** The smallest workload of each kind: arrays, pictures, heatmaps, masks and a canvas. */
const few = ['clamp', 'vote', 'preprocess', 'upsample', 'pointing', 'components', 'boxes', 'blend'];

function workload(name: string): StageWorkload {
  const found = quickWorkloads(true).find(({ stage }) => stage === name);
  if (found === undefined) throw new Error(`There is no workload for ${name}.`);
  return found;
}

describe.each(few)('%s', (name) => {
  it('is compared with the CPU engine, then timed', async () => {
    const { stage, outcome, bytes } = await measureStage(machine, workload(name), rule);
    if (outcome.status !== 'measured') throw new Error(outcome.reason);
    expect(stage).toBe(name);
    expect(bytes).toBeGreaterThan(0);
    expect(outcome.samplesMs).toHaveLength(3);
    expect(outcome.gigabytesPerSecond).toBeCloseTo(bytes / outcome.medianMs / 1e6, 9);
    expect(outcome.bound).toBe('memory');
    // At 1 GB/s.
    expect(outcome.share).toBeCloseTo(outcome.gigabytesPerSecond, 9);
  });
});

/** An engine with a different `clamp`. */
function planted(
  engine: StageEngine,
  clamp: (chain: StageChain) => (stage: string, values: readonly unknown[]) => unknown,
): StageEngine {
  const begin: StageEngine['begin'] = (options) => {
    const chain = engine.begin(options);
    return new Proxy(chain, {
      get: (target, name) => (name === 'compute' ? clamp(target) : (Reflect.get(target, name, target) as unknown)),
    });
  };
  return { ...engine, begin };
}

it('a stage with a wrong result is named and not timed', async () => {
  const cpu = planted(
    machine.cpu,
    (chain) =>
      (...[stage, values]) =>
        chain.compute(stage as 'clamp', values as never, { low: 0, high: 0.5 }),
  );
  const { outcome } = await measureStage({ ...machine, cpu }, workload('clamp'), rule);
  expect(outcome).toEqual({
    status: 'differs',
    reason: expect.stringMatching(
      /^\d+ of 100352 values differ from the CPU engine's; in result, value \[0, .*\] is 0\.25, but 0\.5 ± 0 was expected/,
    ) as string,
  });
});

it('a stage that cannot run is named; a lost device ends the benchmark', async () => {
  const failing = (code: 'out-of-memory' | 'device-lost') =>
    measureStage(
      {
        ...machine,
        cpu: planted(machine.cpu, () => () => {
          throw new CamLensError(code, 'No more.');
        }),
      },
      workload('clamp'),
      rule,
    );
  expect((await failing('out-of-memory')).outcome).toEqual({ status: 'failed', reason: 'No more.' });
  await expect(failing('device-lost')).rejects.toMatchObject({ code: 'device-lost' });
});
