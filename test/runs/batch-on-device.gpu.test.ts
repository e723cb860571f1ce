/** What a batch costs on a device, whatever its size; and what becomes of it where the device is lost. */
import { afterAll, beforeAll, describe, expect, test, vi, type MockInstance } from 'vitest';
import { ExplainableNetwork } from '../../src/pipeline/explainable-network.ts';
import { createExplainer, type Explainer } from '../../src/pipeline/explainer.ts';
import { measureFiles, type PictureFile } from '../../src/runs/measure-files.ts';
import type { RunChoice } from '../../src/runs/run-choice.ts';
import { tinyModel } from '../support/tiny-model.ts';
import { pictureFiles } from './support/picture-files.ts';

const choice: RunChoice = {
  ...{ methods: ['cam', 'grad-cam'], layers: ['last'], sources: ['true'], boxThreshold: 0.15 },
  ...{ thresholds: [0.1, 0.2, 0.3, 0.4, 0.5], measures: ['pointing', 'energy'] },
  conventions: ['paper', 'torch-cam'],
};

let files: readonly PictureFile[];
let explainer: Explainer;
let device: GPUDevice;

beforeAll(async () => {
  files = await pictureFiles();
  const asked = vi.spyOn(GPUAdapter.prototype, 'requestDevice');
  explainer = await createExplainer({ model: tinyModel(), backend: 'webgpu', methods: choice.methods });
  device = (await asked.mock.results.at(-1)!.value) as GPUDevice;
  asked.mockRestore();
  // As on a GPU, though this adapter is software.
  Object.assign(explainer.engine, { isInMemory: false });
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

  test('is twice as much where the predicted class is asked for, too, and is another for some', async () => {
    const one = await counted(6);
    const both = await counted(6, { ...choice, sources: ['true', 'predicted'] });
    expect(both).toEqual({ runs: 2, waits: 2, submits: 2 * one['submits']! });
  });

  test('leaves as many buffers alive as before', async () => {
    const alive = { ...explainer.engine.alive };
    for (let i = 0; i < 5; i++) await measureFiles(explainer, files, choice);
    expect(explainer.engine.alive).toEqual(alive);
  });

  test('is cut where the network bears fewer pictures at once', async () => {
    expect(explainer.together(['grad-cam'], ['last'])).toBe(8);
    expect(explainer.together(['grad-cam', 'saliency'], ['last'])).toBe(4);
    const saliency: RunChoice = { ...choice, methods: ['saliency'] };
    await measureFiles(explainer, files.slice(0, 1), saliency);
    expect(await counted(6, saliency)).toMatchObject({ runs: 2, waits: 2 });
  });

  test('is lost with its device: nothing is said of any of its pictures', async () => {
    const run = ExplainableNetwork.prototype.run;
    const spy = vi.spyOn(ExplainableNetwork.prototype, 'run').mockImplementation(async function (
      this: ExplainableNetwork,
      ...args
    ) {
      const outputs = await run.apply(this, args);
      device.destroy();
      return outputs;
    });
    await expect(measureFiles(explainer, files, choice)).rejects.toMatchObject({ code: 'device-lost' });
    // Not picture by picture: each would fail alike.
    expect(spy).toHaveBeenCalledTimes(1);
    spy.mockRestore();
  });
});
