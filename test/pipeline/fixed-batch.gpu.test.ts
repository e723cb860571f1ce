/** Networks that take one picture at a time: what a free batch gives, one run after the other; and runs that fail. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ExplainableNetwork } from '../../src/pipeline/network/explainable-network.ts';
import { createExplainer, type Explainer } from '../../src/pipeline/api/explainer.ts';
import { forwardOnly } from '../../src/pipeline/network/run-request.ts';
import type { NetworkTensor } from '../../src/pipeline/network/network.ts';
import type { Picture } from '../../src/pipeline/types.ts';
import { blocks } from '../support/blocks.ts';
import { relativeDifference } from '../support/compare-arrays.ts';
import { deviceForTests } from '../support/gpu.ts';
import { tinyClasses, tinyModel } from '../support/tiny-model.ts';

const few = ['cam', 'grad-cam', 'guided-backprop', 'guided-grad-cam', 'score-cam', 'smooth-grad'];
const all = [...few, 'ablation-cam', 'integrated-gradients', 'occlusion'];

/** How a method asks for its runs does not depend on who makes them: where they are slow, one of each kind will do. */
const backends = [
  { backend: 'webgpu', methods: few },
  { backend: 'wasm', methods: all },
  { backend: 'cpu', methods: all },
] as const;

describe.each(backends)('on $backend', ({ backend, methods }) => {
  let pictures: readonly Picture[];
  let [free, fixed]: Explainer[] = [];
  beforeAll(async () => {
    pictures = [await blocks(64, 48, 1), await blocks(33, 57, 2), await blocks(20, 20, 3)];
    free = await createExplainer({ model: tinyModel(), backend });
    fixed = await createExplainer({ model: tinyModel(1, 1), backend });
  });
  afterAll(async () => {
    await free?.destroy();
    await fixed?.destroy();
  });

  test('every method gives for a batch what a network of free batch gives', async () => {
    const wanted = await free!.explain(pictures, { methods });
    const made = await fixed!.explain(pictures, { methods });
    for (const [p, { classes, explanations }] of made.results.entries()) {
      expect(classes.map(({ index }) => index)).toEqual(wanted.results[p]!.classes.map(({ index }) => index));
      expect(explanations).toHaveLength(methods.length);
      for (const [i, { method, map, box }] of explanations.entries()) {
        const other = wanted.results[p]!.explanations[i]!;
        const what = `${method} of picture ${p}`;
        expect(relativeDifference(map.values, other.map.values), what).toBeLessThan(1e-4);
        expect(box, what).toEqual(other.box);
      }
    }
    made.explained.destroy();
    wanted.explained.destroy();
  });

  test('an evaluation gives it one picture at a time', () => {
    expect(fixed!.together(['cam'], ['last'])).toBe(1);
    expect(free!.together(['cam'], ['last'])).toBeGreaterThan(1);
  });
});

test('a network that is written for four pictures at a time explains one, as a network of free batch does', async () => {
  const pictures = [await blocks(64, 48, 1), await blocks(33, 57, 2)];
  const mapsBy = async (batch: string | number) => {
    const explainer = await createExplainer({ model: tinyModel(1, batch), backend: 'wasm' });
    expect(explainer.together(['cam'], ['last']) > 1).toBe(batch === 'batch');
    const { results, explained } = await explainer.explain(pictures, { methods: few });
    explained.destroy();
    await explainer.destroy();
    return results.map(({ explanations }) => explanations.map(({ map }) => map.values));
  };
  const [free, four] = [await mapsBy('batch'), await mapsBy(4)];
  expect(four.map((maps) => maps.length)).toEqual([few.length, few.length]);
  for (const [p, maps] of four.entries()) {
    for (const [i, map] of maps.entries()) {
      expect(relativeDifference(map, free[p]![i]!), `${few[i]!} of picture ${p}`).toBeLessThan(1e-4);
    }
  }
});

describe.each(['webgpu', 'wasm'] as const)('a session on %s whose run failed', (provider) => {
  test('is thrown away: the next run gives what the first gave', async () => {
    const device = provider === 'webgpu' ? (await deviceForTests()).device : null;
    const network = await ExplainableNetwork.create(tinyModel(1, 1), forwardOnly, device);
    const logitsOf = async (pictures: number): Promise<number[]> => {
      const values = new Float32Array(pictures * 3 * 32 * 32).fill(0.5);
      const image = tensorOn(device, [pictures, 3, 32, 32], values);
      const { logits, release } = await network.run(forwardOnly, image, new Float32Array(5 * pictures));
      const read = await valuesOf(device, logits);
      release();
      return read;
    };
    const first = await logitsOf(1);
    expect(first).toHaveLength(tinyClasses.length);
    await expect(logitsOf(2)).rejects.toMatchObject({ code: 'model-unsupported' });
    await expect(logitsOf(2)).rejects.toMatchObject({ code: 'model-unsupported' });
    expect(await logitsOf(1)).toEqual(first);
    await network.destroy();
  });
});

function tensorOn(device: GPUDevice | null, dims: readonly number[], values: Float32Array<ArrayBuffer>): NetworkTensor {
  if (device === null) return { dims, values };
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
  const buffer = device.createBuffer({ size: values.byteLength, usage });
  device.queue.writeBuffer(buffer, 0, values);
  return { dims, buffer };
}

async function valuesOf(device: GPUDevice | null, tensor: NetworkTensor): Promise<number[]> {
  if ('values' in tensor) return Array.from(tensor.values);
  if (device === null) throw new Error('A buffer came from WebAssembly.');
  const size = 4 * tensor.dims.reduce((product, dim) => product * dim, 1);
  const target = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(tensor.buffer, 0, target, 0, size);
  device.queue.submit([encoder.finish()]);
  await target.mapAsync(GPUMapMode.READ);
  return Array.from(new Float32Array(target.getMappedRange()));
}
