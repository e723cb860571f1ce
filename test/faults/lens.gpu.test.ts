/**
 * A fault at each of several GPU calls while a Lens explains, locates and paints: the results are unchanged, without
 * user action.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ExplainedPicture, Lens, LensChoice } from '../../src/pipeline/api/lens.ts';
import { createLens } from '../../src/pipeline/worker/remote.ts';
import type { Explanation } from '../../src/pipeline/recipe/explanation.ts';
import { tinyModel } from '../support/tiny-model.ts';
import { bytesOf } from '../support/gpu.ts';
import { pictureFile } from '../ui/support/mount.ts';
import { kindsAt, gpuSites, type GpuFault } from './gpu-faults.ts';
import { sweep } from './sweep.ts';
import { disturbWorkers, WorkerFaults } from './worker-faults.ts';

const workerModule = new URL('./workers/lens.ts', import.meta.url);
const size = { width: 24, height: 18 };
const mostCalls = { webgpu: 1, wasm: 2 };

interface Seen {
  readonly classes: ExplainedPicture['classes'];
  readonly explanations: readonly Explanation[];
  readonly located: readonly Explanation[];
  readonly painted: string;
}

async function see(lens: Lens, file: Blob, between: () => Promise<void>): Promise<Seen> {
  const layer = lens.info.defaultLayer;
  const choice: LensChoice = { methods: ['cam', 'grad-cam'], layers: [layer], class: 'predicted', threshold: 0.15 };
  const { id } = await lens.open(file, 'a.png');
  const { classes, explanations } = await lens.explain(id, choice);
  await between();
  const located = await lens.locate(id, 0.5);
  const look = { method: 'cam', layer, show: 'blend', opacity: 0.5, colourMap: 'jet', ...size } as const;
  const bitmap = await lens.paint(id, look);
  await lens.close(id);
  return { classes, explanations, located, painted: bytesOf({ name: 'painted', bitmap, ...size }).join() };
}

/** @param fault at a call of its worker, from the worker's start */
async function startLens(backend: 'webgpu' | 'wasm', fault?: GpuFault): Promise<Lens> {
  disturbWorkers(workerModule, fault && JSON.stringify(fault));
  const model = { files: [new File([tinyModel().bytes], 'tiny.onnx')], description: { size: 32 } };
  try {
    return await createLens({ backend, model });
  } finally {
    vi.unstubAllGlobals();
  }
}

describe.each(['webgpu', 'wasm'] as const)('a Lens by %s', (backend) => {
  let lens: Lens;
  let faults: WorkerFaults;
  let file: Blob;
  let right: Seen;

  beforeAll(async () => {
    lens = await startLens(backend);
    faults = new WorkerFaults(1);
    file = await pictureFile('a.png');
    right = await see(lens, file, async () => undefined);
  });

  afterEach(() => faults.disturb(null));

  afterAll(() => {
    faults.close();
    lens.destroy();
  });

  test.each(gpuSites.filter((site) => site !== 'createComputePipeline'))(
    '%s',
    async (site) => {
      await faults.disturb(null);
      expect(await see(lens, file, async () => undefined)).toEqual(right);
      const { [site]: calls } = await faults.counts();
      for (const kind of kindsAt(site)) {
        await sweep({
          ...{ site: `Lens, ${backend}, ${site}`, kind, calls, most: mostCalls[backend], named: [] },
          run: async (call) => {
            await faults.disturb({ site, kind, call });
            return see(lens, file, async () => undefined);
          },
          check: (seen, call) => expect(seen, `call ${call}`).toEqual(right),
        });
      }
    },
    600_000,
  );

  test('a device that is lost after the explanation: boxes and paintings are made anew', async () => {
    const seen = await see(lens, file, () => faults.disturb({ site: 'submit', kind: 'device destroyed', call: 1 }));
    expect(seen).toEqual(right);
  });
});

describe('a device that is lost while the session of a Lens is made', () => {
  const kind = 'device destroyed';

  test.each(['createBuffer', 'createComputePipeline'] as const)(
    '%s',
    async (site) => {
      const file = await pictureFile('a.png');
      const seeFrom = async (fault?: GpuFault) => {
        const lens = await startLens('webgpu', fault);
        const faults = new WorkerFaults(1);
        const { [site]: calls } = await faults.counts();
        faults.close();
        const seen = await see(lens, file, async () => undefined);
        lens.destroy();
        return { calls, seen };
      };
      const { calls, seen: right } = await seeFrom();
      await sweep({
        ...{ site: `start of a Lens, ${site}`, kind, calls, most: 2, named: [] },
        run: (call) => seeFrom({ site, kind, call }),
        check: ({ seen }, call) => expect(seen, `call ${call}`).toEqual(right),
      });
    },
    600_000,
  );
});
