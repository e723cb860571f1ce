/** What an evaluation asks of heatmaps: the same on a GPU, in parts that share their room, and in memory. */
import { expect, test, vi } from 'vitest';
import type { Chain, Heatmaps } from '../../../src/pipeline/chain/chain.ts';
import { createGpuEngine } from '../../../src/pipeline/engine/gpu-engine.ts';
import { locateByStages } from '../../../src/pipeline/engine/locate-by-stages.ts';
import { locateInMemory } from '../../../src/pipeline/engine/locate-in-memory.ts';
import type { Box, Size } from '../../../src/pipeline/types.ts';
import { deviceForTests, gpuTest } from '../../support/gpu.ts';
import { randomFrom, randomValues } from '../../support/random.ts';

const random = randomFrom(5);
const thresholds = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);
const boxes: readonly Box[] = [
  [10, 5, 300, 200],
  [250, 100, 500, 375],
];

const size41 = { width: 41, height: 40 };

/** Of random maps of 7 × 7; the last is the same everywhere. */
function heatmapsOf(chain: Chain, sizes: readonly Size[]): Heatmaps {
  const requests = sizes.map((size, i) => {
    const values = i === sizes.length - 1 ? new Float32Array(49) : new Float32Array(randomValues(49, 1, random));
    return { map: chain.upload(values, [1, 7, 7]), index: 0, size, rectify: false };
  });
  return chain.normalize(chain.upsample(requests));
}

gpuTest('more masks than are labelled at once, of several groups, are one read-back', async (chain) => {
  // 19 masks of each: 17.8 million pixels, of which 16.8 million are labelled at once.
  const photos = heatmapsOf(chain, new Array<Size>(5).fill({ width: 500, height: 375 }));
  const small = heatmapsOf(chain, [
    { width: 33, height: 40 },
    { width: 1, height: 1 },
  ]);
  const groups = [{ heatmaps: photos, truths: photos.sizes.map(() => boxes) }, { heatmaps: small }];
  const raw = chain.upload(Float32Array.of(1, 2, 3), [3]);
  const mapped = vi.spyOn(GPUBuffer.prototype, 'mapAsync');
  const onGpu = await locateByStages(chain, groups, { thresholds, all: false }, [raw]);
  expect(mapped).toHaveBeenCalledTimes(1);
  mapped.mockRestore();
  const inMemory = await locateInMemory(chain, groups, { thresholds, all: false }, [raw]);
  expect(onGpu.values).toEqual([Float32Array.of(1, 2, 3)]);
  expect(inMemory.values).toEqual(onGpu.values);
  for (const [g, located] of inMemory.located.entries()) {
    for (const [i, { at, pointing }] of located.entries()) {
      const found = onGpu.located[g]![i]!;
      expect(found.at, `heatmap ${i} of group ${g}`).toEqual(at);
      expect(found.at).toHaveLength(thresholds.length);
      if (g === 1) expect([found.pointing, pointing]).toEqual([undefined, undefined]);
      else expect(found.pointing?.peak).toEqual(pointing?.peak);
    }
  }
  const [first] = onGpu.located[0]!;
  const [wanted] = inMemory.located[0]!;
  expect(first!.pointing!.inside / wanted!.pointing!.inside).toBeCloseTo(1, 5);
  expect(first!.pointing!.all / wanted!.pointing!.all).toBeCloseTo(1, 5);
  expect(onGpu.located[0]![4]).toEqual({
    at: thresholds.map(() => ({ largest: null, all: [] })),
    pointing: { peak: null, inside: 0, all: 0 },
  });
});

test('every component of masks that are read as words is what the shaders find, in one read-back', async () => {
  const engine = await createGpuEngine(await deviceForTests(), { locates: 'in-memory' });
  const chain = engine.begin();
  const sides = [1, 2, 31, 32, 33, 63, 64, 65, 100];
  const noise = sides.flatMap((width) =>
    [1, 7, 50].map((height) => {
      const size = { width, height };
      const map = chain.upload(new Float32Array(randomValues(width * height, 1, random)), [1, height, width]);
      return { map, index: 0, size, rectify: false };
    }),
  );
  const groups = [
    { heatmaps: chain.normalize(chain.upsample(noise)) },
    { heatmaps: heatmapsOf(chain, [{ width: 500, height: 375 }, size41]), truths: [boxes, boxes] },
  ];
  const raw = chain.upload(Float32Array.of(1, 2, 3), [3]);
  const sought = { thresholds: [0.2, 0.5, 0.8], all: true };
  const mapped = vi.spyOn(GPUBuffer.prototype, 'mapAsync');
  const found = await chain.locate(groups, sought, [raw]);
  expect(mapped).toHaveBeenCalledTimes(1);
  mapped.mockRestore();
  const byStages = await locateByStages(chain, groups, sought, [raw]);
  expect(found).toEqual(byStages);
  expect(found.located.flat()).toHaveLength(29);
  const counts = found.located[0]!.flatMap(({ at }) => at.map(({ all }) => all.length));
  expect(Math.max(...counts)).toBeGreaterThan(50);
  engine.destroy();
});

gpuTest('of components in shared room, only the largest can be read', async (chain) => {
  const largest = chain.largest(heatmapsOf(chain, [{ width: 9, height: 9 }]), 0.5);
  await expect(chain.readBoxes([largest], [], true)).rejects.toThrow('largest');
});
