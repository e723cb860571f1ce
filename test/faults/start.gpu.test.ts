/**
 * A fault at each of several GPU calls while an explainer starts: it starts on a new device or the next backend, and
 * gives correct results.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createExplainer } from '../../src/pipeline/api/explainer.ts';
import { requestDevice } from '../../src/pipeline/device/device.ts';
import type { PictureResult } from '../../src/pipeline/recipe/results.ts';
import type { BackendChoice, Picture } from '../../src/pipeline/types.ts';
import { blocks } from '../support/blocks.ts';
import { tinyModel } from '../support/tiny-model.ts';
import { callsOf, disturb, gpuSites, kindsAt, type GpuSite } from './gpu-faults.ts';
import { sweep } from './sweep.ts';

let picture: Picture;

beforeAll(async () => {
  disturb();
  picture = await blocks(64, 48, 1);
});

afterAll(() => disturb());

async function startAndExplain(backend: BackendChoice): Promise<PictureResult> {
  const explainer = await createExplainer({ model: tinyModel(), backend });
  const { results } = await explainer.explain([picture], { methods: ['grad-cam'] });
  await explainer.destroy();
  return results[0] as PictureResult;
}

describe.each(['wasm', 'webgpu'] as const)('starting and explaining by %s', (backend) => {
  let right: PictureResult;
  let counts: Record<GpuSite, number>;

  beforeAll(async () => {
    disturb();
    right = await startAndExplain(backend);
    counts = Object.fromEntries(gpuSites.map((site) => [site, callsOf(site)])) as Record<GpuSite, number>;
  });

  test.each(gpuSites)(
    '%s',
    async (site) => {
      const calls = counts[site];
      expect(calls).toBeGreaterThan(0);
      // Exceptions that break ONNX Runtime come last.
      const kinds = kindsAt(site).filter((kind) => kind !== 'throws' || backend === 'wasm');
      for (const kind of kinds) {
        await sweep({
          ...{ site: `start, ${backend}, ${site}`, kind, calls, most: 1, named: [] },
          run: (call) => {
            disturb({ site, kind, call });
            return startAndExplain(backend);
          },
          check: (result, call) => expect(result, `call ${call}`).toEqual(right),
        });
      }
      disturb();
    },
    600_000,
  );
});

test('a GPU that makes no pipeline at all: an error with a name, or the level below, which is told', async () => {
  disturb({ site: 'createComputePipeline', kind: 'out of memory', call: 1, lasting: true });
  await expect(createExplainer({ model: tinyModel(), backend: 'wasm' })).rejects.toMatchObject({ code: 'gpu-failed' });
  const explainer = await createExplainer({ model: tinyModel(), backend: 'auto' });
  expect(explainer.backend.stages).toBe('cpu');
  expect(explainer.notice).toMatch(
    /^The shaders do not run on this GPU \(The GPU returned no result: .*\), so everything/,
  );
  await explainer.destroy();
  disturb();
});

test('waiting for an adapter or a device ends after a time limit', async () => {
  const never = new Promise<never>(() => undefined);
  const adapter = vi.spyOn(GPU.prototype, 'requestAdapter').mockReturnValue(never);
  await expect(requestDevice({}, 20)).rejects.toMatchObject({
    code: 'gpu-failed',
    message: 'The GPU provided no adapter within 0.02 seconds.',
  });
  adapter.mockRestore();
  const device = vi.spyOn(GPUAdapter.prototype, 'requestDevice').mockReturnValue(never);
  await expect(requestDevice({}, 2000)).rejects.toMatchObject({
    message: 'The GPU provided no device within 2 seconds.',
  });
  device.mockRestore();
});

test('a runtime that an exception leaves in the middle of a session wants a fresh worker, and says so', async () => {
  disturb({ site: 'createBuffer', kind: 'throws', call: 1 });
  await expect(startAndExplain('webgpu')).rejects.toMatchObject({ code: 'device-lost' });
  disturb();
  await expect(startAndExplain('webgpu')).rejects.toMatchObject({
    code: 'device-lost',
    message: 'The GPU device was lost: only a new worker can use it again.',
  });
});
