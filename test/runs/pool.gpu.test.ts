/** The workers of a run, with the tiny network. Workers that die are tested in pool.test.ts. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { decodePicture } from '../../src/pipeline/picture/decode.ts';
import { createExplainer } from '../../src/pipeline/api/explainer.ts';
import { measurePicture } from './support/measure-picture.ts';
import { Pool } from '../../src/runs/pool.ts';
import type { RunChoice, TruePicture } from '../../src/runs/run-choice.ts';
import { blocks } from '../support/blocks.ts';
import { deviceForTests } from '../support/gpu.ts';
import { tinyModel } from '../support/tiny-model.ts';

const choice: RunChoice = {
  methods: ['cam', 'grad-cam'],
  layers: ['last'],
  sources: ['true'],
  thresholds: [0.15, 0.5],
  boxThreshold: 0.15,
  measures: [],
};
const truth: TruePicture = { id: 'a/b', path: 'a/b.png', class: 1, boxes: [[5, 3, 40, 30]] };
const machine = { backend: 'cpu', model: tinyModel() } as const;
let pool: Pool;

// A worker loads its modules one by one here; where much else is loaded at the same time, that takes minutes.
vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });

beforeAll(async () => {
  pool = await Pool.create({ machine: { ...machine, methods: choice.methods }, workers: 2 });
});
afterAll(() => pool.destroy());

async function png(seed: number): Promise<Blob> {
  const { bitmap, width, height } = await blocks(64, 48, seed);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

test('workers give the same records as one explainer', async () => {
  expect([pool.workers, pool.capacity]).toEqual([2, 6]);
  expect(await pool.alive()).toEqual({ buffers: 0, bytes: 0 });
  expect(pool.info.backend).toMatchObject({ network: 'wasm', stages: 'cpu' });
  const files = await Promise.all([1, 2, 3, 4, 5, 6].map(png));
  const explainer = await createExplainer(machine);
  const records = await Promise.all(files.map((file, i) => pool.measure(file, { ...truth, id: `${i}` }, choice)));
  for (const [i, file] of files.entries()) {
    const picture = await decodePicture(file, 'a/b.png');
    expect(records[i]).toEqual(await measurePicture(explainer, picture, { ...truth, id: `${i}` }, choice));
  }
  await explainer.destroy();
});

test('a worker on a GPU measures batches, and an invalid picture does not affect the others', async () => {
  const onGpu = await Pool.create({ machine: { ...machine, backend: 'webgpu', methods: choice.methods } });
  expect([onGpu.workers, onGpu.batch, onGpu.capacity]).toEqual([1, 8, 16]);
  const files = [...(await Promise.all([1, 2, 3, 4].map(png))), new Blob(['no picture']), await png(6)];
  const settled = await Promise.allSettled(
    files.map((file, i) => onGpu.measure(file, { ...truth, id: `${i}` }, choice)),
  );
  for (const [i, result] of settled.entries()) {
    if (i === 4) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'picture-unreadable' } });
      continue;
    }
    // The network of the other pool runs in WebAssembly: its numbers differ in their last digits, the boxes do not.
    const { explanations, ...record } = await pool.measure(files[i]!, { ...truth, id: `${i}` }, choice);
    expect(result).toMatchObject({ status: 'fulfilled', value: record });
    for (const method of choice.methods) {
      const { ious, box } = explanations[method]!['last']!.true!;
      expect(result).toMatchObject({ value: { explanations: { [method]: { last: { true: { ious, box } } } } } });
    }
  }
  onGpu.destroy();
});

test('a picture that cannot be measured is an error with its code, and the next is done', async () => {
  await expect(pool.measure(new Blob(['no picture']), truth, choice)).rejects.toMatchObject({
    code: 'picture-unreadable',
    message: expect.stringContaining('a/b.png') as string,
  });
  expect(await pool.measure(await png(1), truth, choice)).toMatchObject({ id: 'a/b', width: 64 });
});

test('a method that the model does not support is refused at the start', async () => {
  const early = { ...machine, layers: ['stem'], methods: ['cam'] };
  await expect(Pool.create({ machine: early })).rejects.toMatchObject({ code: 'method-needs' });
});

test('on a software adapter a run leaves shaders alone, and says so', async () => {
  const { isSoftware, device } = await deviceForTests();
  device.destroy();
  const automatic = await Pool.create({ machine: { ...machine, backend: 'auto' }, workers: 1 });
  const { backend, notice } = automatic.info;
  automatic.destroy();
  expect(backend.stages).toBe(isSoftware ? 'cpu' : 'webgpu');
  if (isSoftware) expect(notice).toContain('TypeScript is faster than shaders on a software adapter');
  const demanded = await Pool.create({ machine: { ...machine, backend: 'wasm' }, workers: 1 });
  expect(demanded.info.backend).toMatchObject({ network: 'wasm', stages: 'webgpu' });
  demanded.destroy();
});
