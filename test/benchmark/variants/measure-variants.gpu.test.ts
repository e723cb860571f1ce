import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createClock } from '../../../src/benchmark/measure/create-clock.ts';
import { quickWorkloads } from '../../../src/benchmark/stages/stage-workloads.ts';
import type { StageWorkload } from '../../../src/benchmark/stages/stage-workload.ts';
import { stopRule } from '../../../src/benchmark/statistics/sample-by-turns.ts';
import { measureVariants, type VariantsMachine } from '../../../src/benchmark/variants/measure-variants.ts';
import { otherShapes, variedStages, type VariedStage } from '../../../src/benchmark/variants/stage-variants.ts';
import { DeviceErrors } from '../../../src/pipeline/device/device-errors.ts';
import { createCpuEngine } from '../../../src/pipeline/engine/cpu-engine.ts';
import { createGpuEngine } from '../../../src/pipeline/engine/gpu-engine.ts';
import type { StageEngine } from '../../../src/pipeline/engine/stage-chain.ts';
import { deviceForTests } from '../../support/gpu.ts';

const rule = { ...stopRule, warmUps: 1, leastSamples: 3, budgetMs: 1 };
let machine: VariantsMachine;
beforeAll(async () => {
  const found = await deviceForTests();
  const given = { device: found.device, errors: new DeviceErrors(found.device) };
  machine = {
    ...{ given, gpu: await createGpuEngine(found), cpu: createCpuEngine() },
    clock: await createClock(given),
    usual: {},
  };
});
afterAll(() => machine.given.device.destroy());

function photoOf(stage: VariedStage): StageWorkload {
  const found = quickWorkloads(true).find((each) => each.stage === stage && each.name.includes('500 × 375'));
  if (found === undefined) throw new Error(`There is no photo for ${stage}.`);
  return found;
}

it.each(variedStages)('all variants of %s give the same bits', async (stage) => {
  const { usual, others } = await measureVariants(machine, stage, [photoOf(stage)], rule);
  const reasons = [usual, ...others].flatMap(({ outcome }) => (outcome.status === 'measured' ? [] : [outcome.reason]));
  expect(reasons).toEqual([]);
  expect(others).toHaveLength(otherShapes(stage, 256).length);
});

it('a variant with another result is named and not timed, and one that cannot be made', async () => {
  const { device } = machine.given;
  const create = device.createComputePipelineAsync.bind(device);
  // Planted: its invocations compute 3 of the 7 rows that are theirs.
  const planted = vi.spyOn(device, 'createComputePipelineAsync').mockImplementation((made) => {
    const isOdd = made.compute.constants?.['rows_each'] === 7;
    return create(isOdd ? { ...made, compute: { ...made.compute, constants: { rows_each: 3 } } } : made);
  });
  const group = { group_columns: 64, group_rows: 1 };
  const shapes = [
    { ...group, group_columns: 32 },
    { ...group, rows_each: 7 },
    { ...group, group_columns: 65_536 },
  ];
  const { usual, others } = await measureVariants(machine, 'upsample', [photoOf('upsample')], rule, undefined, shapes);
  planted.mockRestore();
  expect([usual, ...others].map(({ outcome }) => outcome.status)).toEqual([
    'measured',
    'measured',
    'differs',
    'failed',
  ]);
  const reasons = others.flatMap(({ outcome }) => (outcome.status === 'measured' ? [] : [outcome.reason]));
  // What was not computed is what was there before.
  expect(reasons[0]).toMatch(/^In heatmaps, word \d+ is 0xa5a5a5a5, but 0x[\da-f]{8} was expected\.$/);
  expect(reasons[1]).toContain('65536');
});

it('if the stage itself is wrong, nothing is timed', async () => {
  const cpu: StageEngine = {
    ...machine.cpu,
    begin: (options) => {
      const chain = machine.cpu.begin(options);
      return new Proxy(chain, {
        get: (target, name) =>
          name === 'upsample'
            ? (requests: Parameters<typeof chain.upsample>[0]) =>
                target.upsample(requests.map((each) => ({ ...each, rectify: false })))
            : (Reflect.get(target, name, target) as unknown),
      });
    },
  };
  const shapes = [{ group_columns: 32, group_rows: 1 }];
  const result = await measureVariants({ ...machine, cpu }, 'upsample', [photoOf('upsample')], rule, undefined, shapes);
  const outcomes = [result.usual, ...result.others].map(({ outcome }) => outcome);
  for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'differs' });
  expect(result.best).toBeNull();
});
