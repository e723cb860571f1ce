/** The cost of a batch on a device, whatever its size, and the effect of a lost device. */
import { CamLensError } from '../../src/errors.ts';
import { afterAll, beforeAll, describe, expect, test, vi, type MockInstance } from 'vitest';
import { ExplainableNetwork } from '../../src/pipeline/network/explainable-network.ts';
import { createExplainer, type Explainer, engineOf } from '../../src/pipeline/api/explainer.ts';
import { measureFiles, type UndecodedPicture } from '../../src/runs/measure-files.ts';
import type { RunChoice } from '../../src/runs/run-choice.ts';
import { locateOnDevice } from '../support/locate-on-device.ts';
import { tinyModel } from '../support/tiny-model.ts';
import { pictureFiles } from './support/picture-files.ts';

const choice: RunChoice = {
  ...{ methods: ['cam', 'grad-cam'], layers: ['last'], sources: ['true'], boxThreshold: 0.15 },
  ...{ thresholds: [0.1, 0.2, 0.3, 0.4, 0.5], measures: ['pointing', 'energy'] },
  conventions: ['paper', 'torch-cam'],
};

let files: readonly UndecodedPicture[];
let explainer: Explainer;

beforeAll(async () => {
  files = await pictureFiles();
  explainer = await createExplainer({ model: tinyModel(), backend: 'webgpu', methods: choice.methods });
  locateOnDevice(explainer);
  await measureFiles(explainer, files, choice);
});
afterAll(() => explainer.destroy());

async function counted(count: number, its = choice): Promise<Record<string, number>> {
  const calls: Readonly<Record<string, MockInstance>> = {
    runs: vi.spyOn(ExplainableNetwork.prototype, 'run'),
    waits: vi.spyOn(GPUBuffer.prototype, 'mapAsync'),
    submits: vi.spyOn(GPUQueue.prototype, 'submit'),
  };
  const answers = await measureFiles(explainer, files.slice(0, count), its);
  expect(answers.every(({ ok }) => ok)).toBe(true);
  const counts = Object.fromEntries(Object.entries(calls).map(([name, { mock }]) => [name, mock.calls.length]));
  Object.values(calls).forEach((spy) => spy.mockRestore());
  return counts;
}

describe('a batch', () => {
  test('is one run of the network and one read-back, and as many submits as one picture', async () => {
    const one = await counted(1);
    expect(one).toMatchObject({ runs: 1, waits: 1 });
    expect(await counted(3)).toEqual(one);
    expect(await counted(6)).toEqual(one);
  });

  test('costs no more at more thresholds or without measures', async () => {
    const usual = await counted(2);
    const thresholds = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);
    expect(await counted(2, { ...choice, thresholds, measures: [] })).toEqual(usual);
  });

  test('costs twice as much if the predicted class is requested too and differs for some pictures', async () => {
    const one = await counted(6);
    const both = await counted(6, { ...choice, sources: ['true', 'predicted'] });
    expect(both).toEqual({ runs: 2, waits: 2, submits: 2 * one['submits']! });
  });

  test('leaves as many buffers alive as before', async () => {
    const alive = { ...engineOf(explainer).alive };
    for (let i = 0; i < 5; i++) await measureFiles(explainer, files, choice);
    expect(engineOf(explainer).alive).toEqual(alive);
  });

  test('is split if the network can process fewer pictures at a time', async () => {
    expect(explainer.together(['grad-cam'], ['last'])).toBe(8);
    expect(explainer.together(['grad-cam', 'saliency'], ['last'])).toBe(4);
    const saliency: RunChoice = { ...choice, methods: ['saliency'] };
    await measureFiles(explainer, files.slice(0, 1), saliency);
    expect(await counted(6, saliency)).toMatchObject({ runs: 2, waits: 2 });
  });

  test('is measured again as a whole if its device is lost', async () => {
    const asked = vi.spyOn(GPUAdapter.prototype, 'requestDevice');
    const own = await createExplainer({ model: tinyModel(), backend: 'webgpu', methods: choice.methods });
    const device = (await asked.mock.results.at(-1)!.value) as GPUDevice;
    asked.mockRestore();
    const right = await measureFiles(own, files, choice);
    const run = ExplainableNetwork.prototype.run;
    const spy = vi.spyOn(ExplainableNetwork.prototype, 'run').mockImplementation(async function (
      this: ExplainableNetwork,
      ...args
    ) {
      const outputs = await run.apply(this, args);
      if (spy.mock.calls.length === 1) device.destroy();
      return outputs;
    });
    expect(await measureFiles(own, files, choice)).toEqual(right);
    expect(spy).toHaveBeenCalledTimes(2);
    spy.mockRestore();
    await own.destroy();
  });

  test('is given up if the device is lost repeatedly, without blaming any of its pictures', async () => {
    const lost = new CamLensError('device-lost', 'The GPU device was lost: again');
    const spy = vi.spyOn(ExplainableNetwork.prototype, 'run').mockRejectedValue(lost);
    await expect(measureFiles(explainer, files, choice)).rejects.toBe(lost);
    // On two fresh devices, two tries each; not picture by picture: each would fail alike.
    expect(spy).toHaveBeenCalledTimes(4);
    spy.mockRestore();
  });
});
