import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/pipeline/engine/cpu-engine.ts';
import { createGpuEngine } from '../../../src/pipeline/engine/gpu-engine.ts';
import { locateByStages } from '../../../src/pipeline/engine/locate-by-stages.ts';
import { locateInMemory } from '../../../src/pipeline/engine/locate-in-memory.ts';
import type { StageChain, StageEngine } from '../../../src/pipeline/engine/stage-chain.ts';
import { channelWeights, weightedSum } from '../../../src/pipeline/chain/operations.ts';
import type { StageName } from '../../../src/pipeline/engine/stage-names.ts';
import { expectClose } from '../../support/compare.ts';
import { deviceForTests, gpuTest, pictureOf } from '../../support/gpu.ts';
import { randomFrom, randomValues } from '../../support/random.ts';

const normalization = { order: 'RGB', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] } as const;
/** The stages between a picture and its boxes on a canvas. */
const journey: readonly StageName[] = [
  ...(['preprocess', 'channel-weights', 'weighted-sum', 'upsample', 'find-ranges'] as const),
  ...(['threshold', 'components', 'boxes', 'blend'] as const),
];
const size = { width: 90, height: 61 };
const random = randomFrom(3);
const gradients = new Float32Array(randomValues(2 * 40 * 49, 1, random));
const activations = new Float32Array(randomValues(2 * 40 * 49, 1, random));

/** Everything from the picture to boxes and painting; the stages' results. */
async function runAll(chain: StageChain) {
  const bytes = Uint8Array.from({ length: 4 * size.width * size.height }, (_, i) => (i % 4 === 3 ? 255 : i % 251));
  const picture = await pictureOf(bytes, size);
  const input = await chain.preprocess([picture], { width: 32, height: 32, normalization });
  const layer = chain.upload(activations, [2, 40, 7, 7]);
  const maps = weightedSum(chain, channelWeights(chain, chain.upload(gradients, [2, 40, 7, 7])), layer);
  const requests = [0, 1].map((index) => ({ map: maps, index, size, rectify: index === 1 }));
  const heatmaps = chain.normalize(chain.upsample(requests));
  const boxes = chain.boxes(chain.components(chain.threshold(heatmaps, 0.4)));
  const {
    boxes: [found = []],
    values,
  } = await chain.readBoxes([boxes], [input, maps, heatmaps.ranges!], true);
  const read = { boxes: found, values };
  read.values.push(...(await chain.readHeatmaps(heatmaps)));
  const painting = { picture, heatmaps, index: 0, show: 'blend', colourMap: 'viridis', opacity: 0.5 } as const;
  await chain.paint(new OffscreenCanvas(30, 20), painting);
  return read;
}

test('GPU and CPU engine agree from the picture to the boxes', async () => {
  const gpu = await createGpuEngine(await deviceForTests());
  const onGpu = await runAll(gpu.begin({ timed: true }));
  const onCpu = await runAll(createCpuEngine().begin());
  onGpu.values.forEach((values, i) => expectClose(values, onCpu.values[i]!, { tolerance: 1e-4 }));
  expect(onGpu.boxes).toEqual(onCpu.boxes);
  expect(onGpu.boxes.every(({ all }) => all.length > 0)).toBe(true);
  gpu.destroy();
});

describe.each([['webgpu'], ['cpu']])('on %s', (kind) => {
  test('every stage is timed where that was asked for', async () => {
    const engine = await engineOf(kind);
    const timed = engine.begin({ timed: true });
    await runAll(timed);
    const timings = (await timed.timings()) ?? {};
    expect(Object.keys(timings).sort()).toEqual([...journey].sort());
    expect(Object.values(timings).every((timeMs) => timeMs >= 0)).toBe(true);
    expect(Object.values(timings).some((timeMs) => timeMs > 0)).toBe(true);
    expect(await engine.begin().timings()).toBeUndefined();
    engine.destroy();
  });

  test('200 chains leave as much memory alive as 10', async () => {
    const engine = await engineOf(kind);
    const run = async (): Promise<void> => {
      const chain = engine.begin();
      await runAll(chain);
      chain.destroy();
    };
    for (let i = 0; i < 10; i++) await run();
    const after10 = { ...engine.alive };
    for (let i = 10; i < 200; i++) await run();
    expect(engine.alive).toEqual(after10);
    engine.destroy();
    expect(engine.alive).toEqual({ buffers: 0, bytes: 0 });
  });

  test('another chain reads heatmaps whose own chain lives', async () => {
    const engine = await engineOf(kind);
    const first = engine.begin();
    const map = first.upload(Float32Array.of(0, 1, 2, 3), [1, 2, 2]);
    const heatmaps = first.normalize(
      first.upsample([{ map, index: 0, size: { width: 2, height: 2 }, rectify: false }]),
    );
    first.submit();
    const second = engine.begin();
    const masks = await second.readMasks(second.threshold(heatmaps, 0.6));
    second.destroy();
    expect(masks).toEqual([Uint8Array.of(0, 0, 1, 1)]);
    const [values] = await first.readHeatmaps(heatmaps);
    expectClose(values!, [0, 1 / 3, 2 / 3, 1], { tolerance: 1e-6 });
    engine.destroy();
  });

  test('the largest component at many thresholds is that at each of them, on the GPU and in memory', async () => {
    const engine = await engineOf(kind);
    const chain = engine.begin();
    const map = chain.upload(new Float32Array(randomValues(2 * 49, 1, random)), [2, 7, 7]);
    const sizes = [size, { width: 33, height: 40 }];
    const maps = [
      ...sizes.map((its, index) => ({ map, index, size: its, rectify: index === 1 })),
      { map: chain.upload(new Float32Array(4), [1, 2, 2]), index: 0, size, rectify: false },
    ];
    const heatmaps = chain.normalize(chain.upsample(maps));
    const thresholds = [0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 1];
    const groups = [{ heatmaps }];
    const onGpu = await locateByStages(chain, groups, { thresholds, all: false }, []);
    const [found = []] = onGpu.located;
    expect(found.map(({ at }) => at.length)).toEqual([8, 8, 8]);
    expect(found[2]).toEqual({ at: thresholds.map(() => ({ largest: null, all: [] })) });
    const every = await locateByStages(chain, groups, { thresholds, all: true }, []);
    for (const [i, threshold] of thresholds.entries()) {
      const boxes = chain.boxes(chain.components(chain.threshold(heatmaps, threshold)));
      const {
        boxes: [alone = []],
      } = await chain.readBoxes([boxes], [], true);
      expect(every.located[0]!.map(({ at }) => at[i])).toEqual(alone);
      expect(found.map(({ at }) => at[i]!.largest)).toEqual(alone.map(({ largest }) => largest));
      expect(alone.map(({ all }) => all.length > 0)).toEqual(alone.map(({ largest }) => largest !== null));
    }
    expect(await locateInMemory(chain, groups, { thresholds, all: false }, [])).toEqual(onGpu);
    expect(await locateInMemory(chain, groups, { thresholds, all: true }, [])).toEqual(every);
    expect(await chain.locate(groups, { thresholds, all: false }, [])).toEqual(onGpu);
    engine.destroy();
  });

  test('heatmaps that are not normalised have no mask', async () => {
    const engine = await engineOf(kind);
    const chain = engine.begin();
    const map = chain.upload(Float32Array.of(1), [1, 1, 1]);
    const heatmaps = chain.upsample([{ map, index: 0, size: { width: 2, height: 2 }, rectify: false }]);
    expect(() => chain.threshold(heatmaps, 0.5)).toThrow('normalised');
    for (const all of [true, false]) {
      await expect(chain.locate([{ heatmaps }], { thresholds: [0.5], all }, [])).rejects.toThrow('normalised');
    }
    engine.destroy();
  });

  test('heatmaps of another size than a tensor do not mask it', async () => {
    const engine = await engineOf(kind);
    const chain = engine.begin();
    const map = chain.upload(Float32Array.of(1), [1, 1, 1]);
    const heatmaps = chain.upsample([{ map, index: 0, size: { width: 2, height: 2 }, rectify: false }]);
    const tensor = chain.upload(new Float32Array(6), [1, 1, 2, 3]);
    expect(() => chain.mask(tensor, chain.normalize(heatmaps), { first: 0, step: 0 })).toThrow(
      'The sides of a heatmap [2, 2] do not fit [1, 1, 2, 3].',
    );
    engine.destroy();
  });
});

async function engineOf(kind: string): Promise<StageEngine> {
  return kind === 'cpu' ? createCpuEngine() : createGpuEngine(await deviceForTests());
}

test('a lost device is told at the next read', async () => {
  const device = await deviceForTests();
  const engine = await createGpuEngine(device);
  const chain = engine.begin();
  const value = chain.upload(Float32Array.of(1), [1]);
  device.device.destroy();
  await device.device.lost;
  await expect(chain.read([value])).rejects.toMatchObject({ code: 'device-lost' });
  await expect(chain.read([value])).rejects.toMatchObject({ code: 'device-lost' });
});

test('what the GPU refuses is thrown at the next read', async () => {
  const device = await deviceForTests();
  const chain = (await createGpuEngine(device)).begin();
  const value = chain.borrow(device.device.createBuffer({ size: 16, usage: GPUBufferUsage.UNIFORM }), [4]);
  await expect(chain.read([value])).rejects.toMatchObject({
    code: 'gpu-failed',
    message: expect.stringContaining('GPU'),
  });
});

gpuTest('a chain that is destroyed takes nothing more', async (_, engine) => {
  const chain = engine.begin();
  chain.destroy();
  expect(() => chain.upload(Float32Array.of(1), [1])).toThrow('destroyed');
});

gpuTest('values of the CPU engine are refused', async (chain) => {
  const value = createCpuEngine().begin().upload(Float32Array.of(1), [1, 1, 1, 1]);
  expect(() => channelWeights(chain, value)).toThrow('GPU engine');
});
