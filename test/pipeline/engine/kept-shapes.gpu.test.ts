import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { createCpuEngine } from '../../../src/pipeline/engine/cpu-engine.ts';
import { forgetShapes, keepShapes, keptShapes } from '../../../src/pipeline/engine/kept-shapes.ts';
import type { RecordedRun } from '../../../src/pipeline/engine/recorded-run.ts';
import type { StageChain, StageEngine } from '../../../src/pipeline/engine/stage-chain.ts';
import { createTunedEngine } from '../../../src/pipeline/engine/tuned-engine.ts';
import { deviceForTests } from '../../support/gpu.ts';

const found = await deviceForTests();
beforeEach(forgetShapes);
afterAll(() => found.device.destroy());

const upsample = { group_columns: 32, group_rows: 2, rows_each: 8 };

async function heatmapOf(engine: StageEngine, runs: RecordedRun[] = []): Promise<Float32Array> {
  const chain: StageChain = engine.begin({ onRun: (run) => runs.push(run) });
  const map = chain.upload(Float32Array.of(1, -2, 3, 0.25, 5, 6), [1, 2, 3]);
  const heatmaps = chain.upsample([{ map, index: 0, size: { width: 70, height: 50 }, rectify: true }]);
  const [values] = await chain.readHeatmaps(heatmaps);
  chain.destroy();
  return values!;
}

it('shapes that are kept for a device are used, with the same bits', async () => {
  const before = await createTunedEngine(found, await keptShapes(found));
  const usual = await heatmapOf(before);
  before.destroy();
  expect(await keepShapes(found.adapterName, { upsample })).toBe(true);
  expect(await keptShapes(found)).toEqual({ upsample });
  const tuned = await createTunedEngine(found, await keptShapes(found));
  const runs: RecordedRun[] = [];
  expect(await heatmapOf(tuned, runs)).toEqual(usual);
  expect(runs.map(({ kernel }) => kernel.shape)).toEqual([upsample]);
  tuned.destroy();
  const cpu = createCpuEngine();
  const expected = await heatmapOf(cpu);
  usual.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
  cpu.destroy();
});

it('they are not used for another adapter, and not after they are forgotten', async () => {
  await keepShapes(found.adapterName, { upsample });
  expect(await keptShapes({ ...found, adapterName: 'another' })).toBeUndefined();
  await keepShapes('another', { upsample });
  expect(await keptShapes(found)).toBeUndefined();
  await keepShapes(found.adapterName, { upsample });
  await forgetShapes();
  expect(await keptShapes(found)).toBeUndefined();
});

it('what the device does not allow is not used', async () => {
  expect(await keepShapes(found.adapterName, { upsample: { ...upsample, group_columns: 65_536 } })).toBe(true);
  expect(await keptShapes(found)).toBeUndefined();
});

it('what does not compile any more is forgotten, and the usual shapes are used', async () => {
  await keepShapes(found.adapterName, { upsample });
  const { device } = found;
  const create = device.createComputePipelineAsync.bind(device);
  const planted = vi.spyOn(device, 'createComputePipelineAsync').mockImplementation((made) => {
    const isKept = made.compute.constants?.['group_rows'] === upsample.group_rows;
    return isKept ? Promise.reject(new Error('The driver is new.')) : create(made);
  });
  const engine = await createTunedEngine(found, await keptShapes(found));
  planted.mockRestore();
  const runs: RecordedRun[] = [];
  await heatmapOf(engine, runs);
  expect(runs[0]!.kernel.shape).not.toEqual(upsample);
  expect(await keptShapes(found)).toBeUndefined();
  engine.destroy();
});

it('they are kept if the usual shapes fail too, as on a lost device', async () => {
  await keepShapes(found.adapterName, { upsample });
  const planted = vi
    .spyOn(found.device, 'createComputePipelineAsync')
    .mockImplementation(() => Promise.reject(new Error('The device is lost.')));
  await expect(createTunedEngine(found, { upsample })).rejects.toMatchObject({ code: 'gpu-failed' });
  planted.mockRestore();
  expect(await keptShapes(found)).toEqual({ upsample });
});
