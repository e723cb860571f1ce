/**
 * A fault at each of several GPU calls while workers measure pictures: every record equals that of an undisturbed run.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { PictureRecord } from '../../src/evaluation/record.ts';
import { Pool } from '../../src/runs/pool.ts';
import type { RunChoice } from '../../src/runs/run-choice.ts';
import { blocks } from '../support/blocks.ts';
import { tinyModel } from '../support/tiny-model.ts';
import { kindsAt } from './gpu-faults.ts';
import { sweep } from './sweep.ts';
import { disturbWorkers, WorkerFaults } from './worker-faults.ts';

const choice: RunChoice = {
  methods: ['cam', 'grad-cam'],
  layers: ['last'],
  sources: ['true', 'predicted'],
  thresholds: [0.15, 0.5],
  boxThreshold: 0.15,
  measures: ['pointing', 'energy', 'drop'],
};
const mostCalls = { webgpu: 1, wasm: 2 };

async function png(seed: number): Promise<Blob> {
  const { bitmap, width, height } = await blocks(64, 48, seed);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

describe.each([
  ['webgpu', 1],
  ['wasm', 1],
  ['wasm', 2],
] as const)('backend %s, %s workers', (backend, workers) => {
  let pool: Pool;
  let faults: WorkerFaults;
  let files: Blob[];
  let right: readonly PictureRecord[];

  const measure = (): Promise<PictureRecord[]> =>
    Promise.all(
      files.map((file, i) =>
        pool.measure(file, { id: `${i}`, path: `${i}.png`, class: i % 5, boxes: [[5, 3, 40, 30]] }, choice),
      ),
    );

  beforeAll(async () => {
    disturbWorkers(new URL('./workers/run.ts', import.meta.url));
    pool = await Pool.create({ machine: { backend, model: tinyModel(), methods: choice.methods }, workers });
    await pool.ready;
    faults = new WorkerFaults(workers);
    files = await Promise.all([1, 2, 3, 4].map(png));
    right = await measure();
    expect(right.map(({ id }) => id)).toEqual(['0', '1', '2', '3']);
  });

  afterAll(() => {
    faults.close();
    pool.destroy();
    vi.unstubAllGlobals();
  });

  test.each(['createBuffer', 'submit', 'mapAsync'] as const)(
    '%s',
    async (site) => {
      await faults.disturb(null);
      expect(await measure()).toEqual(right);
      const { [site]: calls } = await faults.counts();
      for (const kind of kindsAt(site)) {
        await sweep({
          ...{ site: `run, ${backend}, ${workers} workers, ${site}`, kind, calls, most: mostCalls[backend], named: [] },
          run: async (call) => {
            await faults.disturb({ site, kind, call });
            return measure();
          },
          check: (records, call) => expect(records, `call ${call}`).toEqual(right),
        });
      }
      await faults.disturb(null);
      expect(await measure()).toEqual(right);
    },
    600_000,
  );
});
